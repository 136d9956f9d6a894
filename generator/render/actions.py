"""Actions: what is still to do, by owner, aim and age, each number leading to a list of what it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.measure.promises import kept_of
from generator.model.kept import ACTION_STATES, Kept
from generator.model.month import Month
from generator.render.casebook import Casebook, Task
from generator.render.links import slugs
from generator.render.templates import Sheet
from generator.render.terms import TERMS

_FIRST = 30  # of the overdue and of the other open ones on the first page
_ON_A_PAGE = 150  # of a list
_NAMED = 8  # actions that a number opens to in place
_MONTHS = 12
_OWNERS = 60  # on the first page
#: Ages in days: from (inclusive) to (exclusive).
BANDS = ((0, 30), (30, 90), (90, 180), (180, 365), (365, None))


@dataclass(frozen=True, slots=True)
class Part:
    """Open actions that share an owner or an aim; `path` is where all of them are listed."""

    name: str
    path: str
    overdue: tuple[Task, ...]
    later: tuple[Task, ...]  # due today or later
    undated: tuple[Task, ...]

    @property
    def tasks(self) -> tuple[Task, ...]:
        """Return all of them, the overdue first."""
        return self.overdue + self.later + self.undated


@dataclass(frozen=True, slots=True)
class Band:
    """Open actions by age: `since` their incident or meeting, and `late` past their date; None: days not known."""

    days: tuple[int, int | None] | None
    since: tuple[Task, ...]
    late: tuple[Task, ...]
    path: str
    late_path: str


@dataclass(frozen=True, slots=True)
class ActionsView:
    """What `actions` gets: what is still to be done; `done` and `dropped` are counts over all records."""

    overdue: tuple[Task, ...]
    later: tuple[Task, ...]
    parts: dict[str, Part]
    owners: tuple[Part, ...]
    kinds: tuple[Part, ...]
    bands: tuple[Band, ...]
    year: Kept
    due: tuple[tuple[Month, Kept], ...]
    named: int
    shown: int
    done: int
    dropped: int


@dataclass(frozen=True, slots=True)
class ActionListView:
    """What `action_list` gets: one page of a list of open actions; `pages` are the paths of all its pages."""

    title: str
    tasks: tuple[Task, ...]
    total: int
    overdue: int
    number: int
    pages: tuple[str, ...]


def action_pages(book: Casebook) -> list[Sheet]:
    """Return the page of actions and the lists behind its numbers."""
    words, aims = book.words, TERMS["action_kind"]
    names = {task.action.owner for task in book.tasks}
    slug = slugs(names - {""})
    owner: Callable[[str], str] = lambda name: f"owners/{slug[name]}" if name else "no-owner"  # noqa: E731
    owners = [
        _part(name or words("no owner"), owner(name), (t for t in book.tasks if t.action.owner == name))
        for name in names
    ]
    owners.sort(key=lambda part: (-len(part.overdue), -len(part.tasks), part.name))
    kinds = [
        _part(words(aims[kind]), f"aims/{kind}", (task for task in book.tasks if task.action.kind == kind))
        for kind in aims
    ]
    everything = _part(words("All open actions"), "open", book.tasks)
    undated = _part(words("Actions without a due date"), "undated", everything.undated)
    unowned = _part(words("Actions without an owner"), "no-owner", (t for t in book.tasks if not t.action.owner))
    late = _part(words("Overdue actions"), "overdue", everything.overdue)
    parts = {part.path: part for part in (everything, late, undated, unowned)}
    bands = _bands(book)
    lists: list[tuple[str, str, Sequence[Task]]] = [(p.path, p.name, p.tasks) for p in parts.values()]
    lists += [(part.path, part.name, part.tasks) for part in (*owners, *kinds) if part.path not in parts]
    lists += [found for band in bands for found in _band_lists(book, band)]
    view = _view(book, everything, parts, (owners, kinds, bands))
    index = Sheet("actions/index.md", "actions", words("Actions"), view)
    return [index, *(sheet for path, title, tasks in lists for sheet in _list(path, title, tasks))]


def _view(
    book: Casebook, everything: Part, parts: dict[str, Part], rows: tuple[list[Part], list[Part], list[Band]]
) -> ActionsView:
    actions = [action for incident in book.incidents for action in incident.actions]
    actions += [action for review in book.inputs.reviews for action in review.actions]
    due = _due(book)
    owners, kinds, bands = rows
    ids = {state: [name for _, kept in due for name in kept.ids.get(state, ())] for state in ACTION_STATES}
    return ActionsView(
        overdue=everything.overdue[:_FIRST],
        later=(everything.later + everything.undated)[:_FIRST],
        parts=parts,
        owners=tuple(owners[:_OWNERS]),
        kinds=tuple(kinds),
        bands=tuple(bands),
        year=kept_of(ids, ("in_time",), ("late", "overdue")),
        due=due,
        named=_NAMED,
        shown=len(owners),
        done=sum(action.status == "done" for action in actions),
        dropped=sum(action.status == "dropped" for action in actions),
    )


def _due(book: Casebook) -> tuple[tuple[Month, Kept], ...]:
    """Return the actions by state of the last twelve months in which any fell due, the newest first."""
    last = Month(book.today.year, book.today.month)
    groups = [(Month.parse(group.month), group.kept["action"]) for group in book.inputs.kept.actions_by_due_month
              if group.month]  # fmt: skip
    return tuple(pair for pair in reversed(groups) if last.plus(-_MONTHS) < pair[0] <= last)


def _part(name: str, path: str, tasks: Iterable[Task]) -> Part:
    found = tuple(tasks)
    return Part(
        name,
        path,
        tuple(task for task in found if task.overdue),
        tuple(task for task in found if task.action.due and not task.overdue),
        tuple(task for task in found if not task.action.due),
    )


def _bands(book: Casebook) -> list[Band]:
    """Return the open actions by days since they can have been agreed on, and by days past due."""
    deeds = book.inputs.kept.deeds
    aged = [(task, deeds.get(_key(task))) for task in book.tasks]
    found = []
    for days in (*BANDS, None):
        since = tuple(task for task, deed in aged if _within(deed.age if deed else None, days))
        late = tuple(task for task, deed in aged if deed and deed.past_due and _within(deed.past_due, days))
        name = f"{days[0]}-days" if days else "unknown"
        found.append(Band(days, since, late, f"age/{name}", f"late/{name}"))
    return [band for band in found if band.days or band.since]


def _within(value: int | None, days: tuple[int, int | None] | None) -> bool:
    if value is None or days is None:
        return value is None and days is None
    return days[0] <= value and (days[1] is None or value < days[1])


def _band_lists(book: Casebook, band: Band) -> Iterator[tuple[str, str, Sequence[Task]]]:
    words = book.words
    if band.days is None:
        yield band.path, words("Open for an unknown time"), band.since
        return
    low, high = band.days
    span = words("{low} to {high} days", low=low, high=high - 1) if high else words("{low} days or more", low=low)
    if band.since:
        yield band.path, words("Open for {span}", span=span), band.since
    if band.late:
        yield band.late_path, words("Overdue by {span}", span=span), band.late


def _list(path: str, title: str, tasks: Sequence[Task]) -> Iterator[Sheet]:
    """Yield the pages of one list, those past the first numbered."""
    starts = range(0, len(tasks), _ON_A_PAGE)
    pages = tuple(f"actions/{path}" if not index else f"actions/{path}/{index + 1}" for index in range(len(starts)))
    late = sum(task.overdue for task in tasks)
    for index, (start, page) in enumerate(zip(starts, pages, strict=True)):
        shown = tuple(tasks[start : start + _ON_A_PAGE])
        view = ActionListView(title, shown, len(tasks), late, index + 1, pages)
        yield Sheet(f"{page}.md", "action_list", title, view, hide=("toc",))


def _key(task: Task) -> str:
    origin = task.incident.id if task.incident else task.review.month if task.review else ""
    return f"{origin}/{task.action.id}"
