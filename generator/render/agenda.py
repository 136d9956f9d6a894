"""The agenda of a month's meeting: what has something to say, in the order of what deserves the time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.model.incident import Review
from generator.model.kpi import Figures
from generator.model.promise import Promise
from generator.render.casebook import Casebook, Line, Task
from generator.render.home import Suspect
from generator.render.questions import (
    about_detection,
    about_exercises,
    about_incidents,
    about_missed,
    about_overdue,
    about_recurrences,
)
from generator.render.restated import ClosedView

#: The order of what deserves the time; each is the anchor of its item.
ORDER = ("missed", "detection", "recurrences", "actions", "restated", "drills", "incidents")
_ID = re.compile(r"INC-\d{4}-\d{3,}")


@dataclass(frozen=True, slots=True)
class Broken:
    """An incident and its promises that were not kept."""

    line: Line
    promises: tuple[Promise, ...]


@dataclass(frozen=True, slots=True)
class Slow:
    """An incident and the minutes that a milestone took."""

    line: Line
    minutes: float


@dataclass(frozen=True, slots=True)
class Matter:
    """What a month brings to the table. `exercises` are its drills and near misses."""

    figures: Figures
    missed: tuple[Broken, ...]
    slowest: tuple[Slow, ...]
    detection_unknown: tuple[Line, ...]
    recurrences: tuple[Suspect, ...]
    overdue: tuple[Task, ...]
    closed: ClosedView | None
    exercises: tuple[Line, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its anchor, what it counts, the incidents it is about, the question to discuss.

    `decisions` and `tasks` are those of the meeting's note that name it, or one of its incidents.
    """

    key: str
    title: str
    number: int
    count: int
    ids: tuple[str, ...]
    question: str
    decisions: tuple[str, ...] = ()
    tasks: tuple[Task, ...] = ()


@dataclass(frozen=True, slots=True)
class Agenda:
    """The items; keys and names of what there was none of; what the note holds beside what items took."""

    items: tuple[Item, ...]
    absent: tuple[tuple[str, str], ...]
    decisions: tuple[str, ...]
    tasks: tuple[Task, ...]


def agenda(book: Casebook, matter: Matter, review: Review | None) -> Agenda:
    """Return what the meeting should look at. A decision or an action of the note stands in one place only."""
    titles, ids, questions = _titles(book, bool(matter.slowest)), _ids(matter), _questions(book, matter)
    shown = [key for key in ORDER if _has(matter, key)]
    # a text may call an item by its anchor or by its title
    places = {key: ((f"#{key}", titles[key]), set(ids[key])) for key in shown}
    decisions = [(_place(text, places), text) for text in (review.decisions if review else ())]
    agreed = [book.task(action, review=review) for action in (review.actions if review else ())]
    tasks = [(_place(task.action.title, places), task) for task in agreed]
    items = tuple(
        Item(
            key, titles[key], number, _count(matter, key, ids[key]), ids[key], questions[key],
            tuple(text for place, text in decisions if place == key),
            tuple(task for place, task in tasks if place == key),
        )
        for number, key in enumerate(shown, 1)
    )  # fmt: skip
    absent = _absent(book)
    return Agenda(
        items,
        tuple((key, absent[key]) for key in ORDER if key in absent and _is_absent(matter, key, shown)),
        tuple(text for place, text in decisions if not place),
        tuple(task for place, task in tasks if not place),
    )


def _titles(book: Casebook, is_slow: bool) -> dict[str, str]:
    words = book.words
    detection = words("Longest: {kpi}", kpi=book.kpi("mttd"))
    if not is_slow:
        detection = words("{kpi} not known", kpi=book.kpi("mttd"))
    elif book.table.contracts["mttd"].end == "detected_at":
        detection = words("Slowest to be detected")
    return {
        "missed": words("Promises not kept"),
        "detection": detection,
        "recurrences": words("Recurrences"),
        "actions": words("Overdue actions"),
        "restated": words("Restated figures"),
        "drills": words("Drills and near misses"),
        "incidents": words("All incidents"),
    }  # fmt: skip


def _absent(book: Casebook) -> dict[str, str]:
    """How the last line of the agenda names what there was none of: no more than the records can show."""
    words = book.words
    return {
        "missed": words("promises known to be broken"),
        "detection": words("detections that took time"),
        "recurrences": words("recurrences, confirmed or suspected"),
        "actions": words("overdue actions"),
        "restated": words("restated figures"),
        "drills": words("drills and near misses"),
        "incidents": words("incidents"),
    }


def _is_absent(matter: Matter, key: str, shown: Sequence[str]) -> bool:
    """Nothing is kept of a month that is not closed, so nobody can say that nothing of it was restated."""
    return key not in shown and (key != "restated" or matter.closed is not None)


def _has(matter: Matter, key: str) -> bool:
    if key == "restated":
        return bool(matter.closed and matter.closed.restated)
    if key == "detection":
        return bool(matter.slowest or matter.detection_unknown)
    found: dict[str, Sequence[object]] = {
        "missed": matter.missed,
        "recurrences": matter.recurrences,
        "actions": matter.overdue,
        "drills": matter.exercises,
        "incidents": matter.lines,
    }
    return bool(found[key])


def _ids(matter: Matter) -> dict[str, tuple[str, ...]]:
    closed = matter.closed
    detection = [slow.line for slow in matter.slowest] + list(matter.detection_unknown)
    return {
        "missed": _once(broken.line.incident.id for broken in matter.missed),
        "detection": _once(line.incident.id for line in detection),
        "recurrences": _once(suspect.incident.id for suspect in matter.recurrences),
        "actions": _once(task.incident.id for task in matter.overdue if task.incident),
        "restated": _once(row.id for row in closed.changed) if closed else (),
        "drills": _once(line.incident.id for line in matter.exercises),
        "incidents": _once(line.incident.id for line in matter.lines),
    }


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _count(matter: Matter, key: str, ids: tuple[str, ...]) -> int:
    """Promises are counted one by one, restated are figures; everything else is records or actions."""
    if key == "missed":
        return sum(len(broken.promises) for broken in matter.missed)
    if key == "restated":
        return len(matter.closed.restated) if matter.closed else 0
    return len(matter.overdue) if key == "actions" else len(ids)


def _questions(book: Casebook, matter: Matter) -> dict[str, str]:
    words = book.words
    found_by = [book.facts[slow.line.incident.id].found_by for slow in matter.slowest]
    earlier = {name for suspect in matter.recurrences for name in suspect.earlier if name in book.by_id}
    left_open = any(action.is_open for name in earlier for action in book.by_id[name].actions)
    return {
        "missed": about_missed(words, [promise.name for broken in matter.missed for promise in broken.promises]),
        "detection": about_detection(words, found_by, len(matter.detection_unknown)),
        "recurrences": about_recurrences(words, matter.recurrences, left_open),
        "actions": about_overdue(words, matter.overdue, book.today),
        "restated": words("Who decided something by the figures as they were reported, and has to know?"),
        "drills": about_exercises(words, [line.incident.kind for line in matter.exercises]),
        "incidents": about_incidents(
            words, [line.incident for line in matter.lines], matter.figures.incident_rate.verdict == "above"
        ),
    }


def _place(text: str, places: Mapping[str, tuple[tuple[str, str], set[str]]]) -> str:
    """Return the first item that a text names, else the first whose incidents it names, else ""."""
    named = next((key for key, (names, _) in places.items() if any(name in text for name in names)), "")
    ids = set(_ID.findall(text))
    return named or next((key for key, (_, own) in places.items() if ids & own), "")
