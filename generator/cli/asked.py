"""Which part of the figures was asked for, and of which names."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from generator.check.check import Checked
from generator.model.month import Month

if TYPE_CHECKING:
    from generator.measure.assemble import Scope
    from generator.model.kpi import Excluded


class Asked(NamedTuple):
    """The options --service, --severity, --from and --to."""

    services: tuple[str, ...]
    severities: tuple[str, ...]
    first: Month | None
    last: Month | None

    def scope(self, severities: tuple[str, ...], services: tuple[str, ...]) -> Scope:
        """Return the scope; stop where a name is none of those that exist."""
        from generator.measure.assemble import Scope

        _known("--severity", self.severities, severities)
        _known("--service", self.services, services)
        return Scope(frozenset(self.services), frozenset(self.severities), self.first, self.last)


def services_of(checked: Checked) -> tuple[str, ...]:
    """Return the services that the policy or a record names."""
    used = {name for incident in checked.incidents for name in incident.services}
    return tuple(sorted(used | set(checked.policy.services)))


def unusable_of(checked: Checked) -> list[Excluded]:
    """Return the records with an error, which a lenient run leaves out."""
    from generator.model.kpi import Excluded

    return [Excluded(name, f"unusable: {rule}") for name, rule in checked.unusable]


def _known(option: str, asked: tuple[str, ...], names: tuple[str, ...]) -> None:
    """Stop with what was meant where a name does not exist: a table of nothing would mislead."""
    from generator.check.shape import suggestion

    for name in asked:
        if name not in names:
            raise click.BadParameter(f"{name!r}: {suggestion(name, list(names))['hint_en']}", param_hint=option)
