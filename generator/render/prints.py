"""What stands for all that a page shows: two pages of the same print are the same, byte for byte.

A record's page shows the record, what was counted and promised of it, what the checks say of it, and of the records it
leads to all but their prose. Everything else is the same for every page of an edition: the policy, the words, the names
of services and causes. Any other page may show anything of all records but their prose, which only their own pages do:
so these pages have one print, and who mends a sentence has none of them made again.

Templates of a project's own may show anything, so of pages made with them nothing is known.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from generator.model.bare import Bare
from generator.model.finding import Finding, Position
from generator.model.incident import Incident
from generator.render.casebook import Casebook
from generator.render.chain import Chain, Neighbours
from generator.render.last import Last

Beside = tuple[Incident | None, Incident | None]
_ID = re.compile(r"INC-\d{4}-\d{3,}", re.ASCII)


class Prints:
    """The prints of an edition's pages; a record is looked at once for all pages that lead to it."""

    def __init__(self, book: Casebook, like: Prints | None = None) -> None:
        """`like` are those of another edition of the same records."""
        self._book = book
        self._edition = _edition(book)
        self._known: dict[str, tuple[str, tuple[str, ...], str]] = like._known if like else {}
        self._alike: Last[[Chain, Beside, list[str]], str] = like._alike if like else Last(self._all_but_words)

    def of(
        self, incident: Incident, chain: Chain, beside: Beside, neighbours: tuple[Neighbours, ...],
        findings: tuple[Finding, ...],
    ) -> str:  # fmt: skip
        """Return the print of a record's page; `beside` are the records before and after it."""
        ids = [name for each in neighbours for name in (each.previous, each.following) if name]
        return _hash(self._edition, self._alike(incident, chain, beside, ids), neighbours, findings)

    def _all_but_words(self, incident: Incident, chain: Chain, beside: Beside, neighbours: list[str]) -> str:
        """Return what stands for all of a page that is the same in every language."""
        book = self._book
        bare, named, now = self._bare(incident)
        prose = repr(incident.sections)
        others = {*neighbours, *named, *_ID.findall(prose)} - {incident.id}
        others |= {each.incident.id for each in chain.occurrences} | {each.id for each in beside if each}
        overdue = [action.overdue_on(book.today) for action in incident.actions]
        return _hash(
            bare, prose, sorted(self._led_to(others)), [each and each.id for each in beside],
            (chain.earlier, chain.later), [(each.incident.id, each.state, each.gap) for each in chain.occurrences],
            book.facts.get(incident.id), book.inputs.promises.get(incident.id, ()), overdue,
            book.left_out.get(incident.id, ""), now,
        )  # fmt: skip

    def _bare(self, incident: Incident) -> tuple[str, tuple[str, ...], str]:
        """Return what stands for all of a record but its prose, the ids that it names there, and its time."""
        known = self._known.get(incident.id)
        if known is None:
            bare = self._book.inputs.bare.get(incident.id) or bare_of(incident)
            known = self._known[incident.id] = (*bare, self._now(incident))
        return known

    def _led_to(self, names: set[str]) -> Iterator[tuple[str, str, str]]:
        """Yield the records that a page may lead to or name, as they are but for their prose, which no other shows.

        Those that are not there lead nowhere.
        """
        by_id = self._book.by_id
        for name in names:
            if name in by_id:
                bare, _, now = self._bare(by_id[name])
                yield name, bare, now

    def _now(self, incident: Incident) -> str:
        """Return the time where it changes what is told of a record: while it lasts, on the day of its last entry."""
        as_of = self._book.as_of
        last = next((row.at for row in reversed(incident.rows) if row.at), None)
        is_today = last is not None and last.astimezone(self._book.table.zone).date() == self._book.today
        return as_of.isoformat() if incident.is_open else str(is_today)


#: Pages that say where in a record something was found, which moves with its prose.
_WITH_PLACES = frozenset({"quality"})


class OtherPrints:
    """The prints of an edition's pages that are no record's."""

    def __init__(self, book: Casebook, like: OtherPrints | None = None) -> None:
        """`like` are those of another edition of the same records."""
        self._book = book
        self._like = like

    def of(self, template: str) -> str:
        """Return the print of the pages made from a template of the package."""
        return self._with_places if template in _WITH_PLACES else self._without

    @cached_property
    def _without(self) -> str:
        inputs = self._book.inputs
        findings = [finding._replace(position=Position()) for finding in inputs.findings]
        return _hash(_edition(self._book), inputs.site_url, inputs.site_name, self._counted, findings)

    @cached_property
    def _with_places(self) -> str:
        return _hash(self._without, self._book.inputs.findings)

    @cached_property
    def _counted(self) -> str:
        """Return what stands for all that any edition counts and lists."""
        if self._like:
            return self._like._counted
        inputs, table = self._book.inputs, self._book.table
        closed = (_plain(inputs.restated), sorted(inputs.locks.items()), _plain(inputs.repaired))
        counts = (table.read, table.counted, table.excluded, table.outside)
        return _hash(
            without_prose(inputs.bare or bare_prints(inputs.incidents)),
            table.as_of.isoformat(),
            counts,
            inputs.reviews,
            closed,
        )


def bare_of(incident: Incident) -> Bare:
    """Return what stands for a record without the prose of its sections."""
    bare = _told(incident._replace(sections=()))
    return Bare(_hash(bare), tuple({*_ID.findall(bare)} - {incident.id}))


def bare_prints(incidents: Iterable[Incident]) -> dict[str, Bare]:
    """Return what stands for records without the prose of their sections, by their ids."""
    return {incident.id: bare_of(incident) for incident in incidents}


def without_prose(bare: Mapping[str, Bare]) -> str:
    """Return what stands for all of some records but the prose of their sections."""
    return _hash(*(each.mark for each in bare.values()))


def _edition(book: Casebook) -> str:
    """Return what stands for all that is the same on every page of an edition."""
    inputs = book.inputs
    edition = (inputs.words.language, inputs.folder, inputs.alone, inputs.edit_url, str(inputs.table.zone))
    names = (sorted(book.service_slugs.items()), sorted(book.cause_slugs.items()))
    return _hash(edition, _plain(inputs.policy), sorted(inputs.table.contracts.items()), names)


def _told(incident: Incident) -> str:
    return repr((sorted(incident.unknown), incident._replace(unknown=frozenset())))  # sets have no order


def _plain(value: object) -> object:
    """Return a value without sets, whose order is another one in every process."""
    if isinstance(value, frozenset):
        return sorted(map(repr, value))
    if dataclasses.is_dataclass(value):
        return [_plain(getattr(value, field.name)) for field in dataclasses.fields(value)]
    if isinstance(value, Mapping):
        return [(key, _plain(item)) for key, item in value.items()]
    return [_plain(item) for item in value] if isinstance(value, tuple | list) else value


def _hash(*values: object) -> str:
    return hashlib.blake2b("\x1f".join(map(repr, values)).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
