"""How incidents are recovered from: by which strategy, how long that takes, and for which causes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from generator.render.casebook import Casebook
from generator.render.detection import value_pages
from generator.render.links import slugs
from generator.render.portions import Portion, portions
from generator.render.templates import Sheet


@dataclass(frozen=True, slots=True)
class ByCause:
    """A cause beside the strategies: `counts` by strategy in the order of the columns, `unrecorded` without one."""

    slug: str
    name: str
    counts: tuple[int, ...]
    unrecorded: int


@dataclass(frozen=True, slots=True)
class RecoveryView:
    """What `recovery` gets."""

    strategies: tuple[Portion, ...]
    causes: tuple[ByCause, ...]
    unused: tuple[str, ...]
    unrecorded: tuple[str, ...]
    recorded: int


def recovery_pages(book: Casebook) -> list[Sheet]:
    """Return the page of recovery strategies, and one for each that was used."""
    given, words, named = book.inputs, book.words, book.policy.recovery_strategies
    slug = slugs(set(given.by_recovery) - {""})
    label: Callable[[str], str] = lambda name: words.of(named[name].label) if name in named else name  # noqa: E731
    rows = portions(given.by_recovery, label, lambda name: f"recovery/{slug[name]}")
    missing = given.by_recovery.get("")
    view = RecoveryView(
        strategies=rows,
        causes=_by_cause(book, rows),
        unused=tuple(label(name) for name in named if name not in given.by_recovery),
        unrecorded=missing.incident_rate.ids if missing else (),
        recorded=sum(row.n for row in rows),
    )
    index = Sheet("recovery/index.md", "recovery", words("How incidents are recovered from"), view)
    return [index, *value_pages(book, "recovery", rows, missing)]


def _by_cause(book: Casebook, strategies: tuple[Portion, ...]) -> tuple[ByCause, ...]:
    """Return the causes, the most frequent first."""
    counts: dict[str, dict[str, int]] = {}
    for fact in book.table.facts:
        mine = counts.setdefault(fact.cause, {})
        mine[fact.recovery] = mine.get(fact.recovery, 0) + 1
    rows = [
        ByCause(book.cause_slugs[cause], book.cause(cause),
                tuple(mine.get(row.code, 0) for row in strategies), mine.get("", 0))
        for cause, mine in sorted(counts.items(), key=lambda pair: (-sum(pair[1].values()), pair[0]))
    ]  # fmt: skip
    return tuple(rows)
