"""How incidents are found: by which source, by whom, and how long it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from generator.model.kpi import Figures
from generator.model.policy import Source
from generator.render.casebook import Casebook
from generator.render.groups import Group, group_sheet
from generator.render.links import slugs
from generator.render.portions import Portion, portions
from generator.render.records import Records, records
from generator.render.templates import Sheet
from generator.render.terms import TERMS

_USERS_FIRST = 12


@dataclass(frozen=True, slots=True)
class DetectionView:
    """What `detection` gets; `policy_sources` are the policy's by name, `unrecorded` incidents without a source."""

    sources: tuple[Portion, ...]
    finders: tuple[Portion, ...]
    methods: tuple[Portion, ...]
    policy_sources: dict[str, Source]
    unused: tuple[str, ...]
    unrecorded: tuple[str, ...]
    total: Figures
    users: Records
    more: str


def detection_pages(book: Casebook) -> list[Sheet]:
    """Return the page of detection sources, and one for each source, finder and method that found anything."""
    given, words, named = book.inputs, book.words, book.policy.detection_sources
    slug = slugs(set(given.by_source) - {""})
    label: Callable[[str], str] = lambda name: words.of(named[name].label) if name in named else name  # noqa: E731
    sources = portions(given.by_source, label, lambda name: f"detection/{slug[name]}")
    finders = portions(given.by_finder, lambda by: words(TERMS["by"].get(by, by)), lambda by: f"detection/by/{by}")
    methods = portions(
        given.by_method, lambda method: words(TERMS["method"].get(method, method)), lambda name: f"detection/by/{name}"
    )
    users = next((row for row in finders if row.code == "users"), None)
    missing = given.by_source.get("")
    view = DetectionView(
        sources=sources,
        finders=finders,
        methods=methods,
        policy_sources=dict(named),
        unused=tuple(label(name) for name in named if name not in given.by_source),
        unrecorded=missing.incident_rate.ids if missing else (),
        total=book.table.total,
        users=records(book.lines(users.figures.incident_rate.ids) if users else (), _USERS_FIRST),
        more=users.path if users else "",
    )
    index = Sheet("detection/index.md", "detection", words("How incidents are found"), view)
    return [index, *value_pages(book, "detection", (*sources, *finders, *methods), missing)]


def value_pages(book: Casebook, family: str, rows: Iterable[Portion], missing: Figures | None) -> list[Sheet]:
    """Return a page for each value, and one for the incidents of which it is not recorded."""
    groups = [
        Group(row.path.removeprefix(f"{family}/"), row.name, row.figures, book.lines(row.figures.incident_rate.ids))
        for row in rows
    ]
    if missing is not None:
        lines = book.lines(missing.incident_rate.ids)
        groups.append(Group("by/not-recorded", book.words("not recorded"), missing, lines))
    return [group_sheet(book, family, group) for group in groups]
