"""What both renderings for people show: the lines of a month, and how each of its incidents came to stand otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.exchange.diff.parts import Part, parts
from generator.exchange.diff.wording import ARROW, because, causes, kpi, seen, value
from generator.model.comparison import (
    Comparison,
    FieldChange,
    IdChange,
    MonthChange,
    PromiseChange,
    RecordChange,
    RecurrenceChange,
    Why,
)
from generator.model.words import DASH, Words

#: Compared with the months before, or counted among the incidents by severity already; the JSON has them.
_FOLLOWS = ("change", "severity_mix")
ADDED, REMOVED, OTHERWISE = "+", "−", "~"


class FigureLine(NamedTuple):
    """One figure of a month, part by part."""

    name: str
    parts: tuple[Part, ...]


class IncidentLine(NamedTuple):
    """One incident of a month: whether it came, went or stands otherwise, why, and in which figures."""

    sign: str
    id: str
    why: str
    stands: str


def heading(month: MonthChange, words: Words) -> str:
    """Return what stands over a month; one that only one side has says so."""
    if month.month is None:
        return words("Whole range")
    if month.is_before and month.is_after:
        return month.month
    return f"{month.month}{because(where(month.is_before, month.is_after, words), words)}"


def figures(month: MonthChange, words: Words) -> list[FigureLine]:
    """Return the figures that differ; other incidents with the same values make no line."""
    lines = [
        FigureLine(kpi(figure.name, words), tuple(parts(figure, words)))
        for figure in month.figures
        if figure.name not in _FOLLOWS
    ]
    if month.is_before and month.is_after:
        lines += [_of_month(change, words) for change in month.values]
    return [line for line in lines if not all(part.is_same for part in line.parts)]


def _of_month(change: FieldChange, words: Words) -> FigureLine:
    """Return what differs in the month itself."""
    name = {"exposure_days": words("Days observed")}.get(change.field, change.field)
    old, new = value(change.before, words), value(change.after, words)
    if change.field == "provisional":
        states = {"true": words("provisional"), "false": words("final")}
        name, old, new = words("State of the month"), states.get(old, old), states.get(new, new)
    return FigureLine(name, (Part("", old, new),))


def incidents(month: MonthChange, words: Words) -> list[IncidentLine]:
    """Return the incidents that made the figures differ, by id."""
    by_id: dict[str, list[tuple[str, IdChange]]] = {}
    for figure in (one for one in month.figures if one.name not in _FOLLOWS):
        for one in figure.ids:
            by_id.setdefault(one.id, []).append((figure.name, one))
    return [_incident(id_, by_id[id_], words) for id_ in sorted(by_id)]


def _incident(id_: str, changes: list[tuple[str, IdChange]], words: Words) -> IncidentLine:
    sign = _sign(changes)
    stands: dict[str, list[str]] = {}
    for figure, one in changes:
        old, new = seen(figure, one.before, one.after, words)
        text = {ADDED: new, REMOVED: old}.get(sign, f"{old} {ARROW} {new}")
        stands.setdefault(text, []).append(words("Severity") if figure == "incident_rate" else kpi(figure, words))
    said = words("; ").join(f"{words.separator().join(names)} {text}" for text, names in stands.items())
    return IncidentLine(sign, id_, causes(_once(changes), words), said)


def _sign(changes: list[tuple[str, IdChange]]) -> str:
    if all(one.before is None for _, one in changes):
        return ADDED
    return REMOVED if all(one.after is None for _, one in changes) else OTHERWISE


def _once(changes: list[tuple[str, IdChange]]) -> Iterator[Why]:
    """Yield the causes of all figures together: their names in one, where the cause is the same."""
    names: dict[str, dict[str, None]] = {}
    for _, one in changes:
        for why in one.why:
            names.setdefault(why.cause, {}).update(dict.fromkeys(why.names))
    for cause, found in names.items():
        yield Why(cause, tuple(found))  # type: ignore[arg-type]  # it came from a Why


def promise(one: PromiseChange, words: Words) -> str:
    """Return a promise that is missed on one side only, in a line."""
    names = {"response": words("response"), "update": words("status updates"), "report": words("final report")}
    states = {
        "met": words("kept"), "missed": words("not kept"), "pending": words("still in time"),
        "unknown": words("cannot be told"), "not_recorded": words("not recorded"), "none": words("none promised"),
    }  # fmt: skip
    sides = []
    for state, taken, limit in zip((one.before, one.after), one.taken, one.limit, strict=True):
        text = states[state] if state else DASH
        if state in ("met", "missed") and limit is not None:
            said = {"taken": words.duration(taken), "limit": words.duration(limit)}
            text += words(" (limit {limit})", **said) if taken is None else words(" ({taken} of {limit})", **said)
        sides.append(text)
    return f"{names[one.promise]}: {sides[0]} {ARROW} {sides[1]}"


def recurrence(one: RecurrenceChange, words: Words) -> str:
    """Return a repeat that counts on one side only, in a line."""
    return words("repeats {earlier}", earlier=one.repeats)


def field(change: FieldChange, words: Words) -> str:
    """Return a key that differs, in a line."""
    if change.before is None and change.after is None:
        return change.field  # prose: it differs, and git shows how
    return f"{change.field}: {value(change.before, words)} {ARROW} {value(change.after, words)}"


def record(one: RecordChange, words: Words) -> str:
    """Return what happened to a record as a whole, in a line; "" for one that only changed."""
    texts = {
        "added": words("added"),
        "removed": words("removed"),
        "broken": words("can no longer be used: {names}", names=one.rule),
        "mended": words("can be used now (before: {names})", names=one.rule),
    }
    return texts.get(one.state, "")


def sign(one: RecordChange) -> str:
    """Return whether usable records became more or fewer by it."""
    return {"added": ADDED, "mended": ADDED, "removed": REMOVED, "broken": REMOVED}.get(one.state, OTHERWISE)


def unusable(comparison: Comparison) -> list[tuple[str, str, bool, bool]]:
    """Return name and rule of the records that cannot be used, and on which sides: before, after."""
    before, after = (dict.fromkeys(side.unusable) for side in comparison.sides)
    return [(*one, one in before, one in after) for one in sorted({**before, **after})]


def where(before: bool, after: bool, words: Words) -> str:
    """Return on which sides something is."""
    if before and after:
        return words("both sides")
    return words("only before") if before else words("only after")
