"""A figure before and after, part by part: those that differ, and always what the others rest on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from generator.exchange.diff.wording import minutes, value
from generator.model.comparison import FigureChange
from generator.model.kpi import DURATIONS
from generator.model.words import DASH, Words

#: Shown even where they are alike: a mean says nothing without n.
_ALWAYS = {
    "incident_rate": ("count",),
    "response_target": ("met", "missed"),
    "recurrence_rate": ("recurred", "eligible"),
}
_ORDER = (
    "count", "n", "mean", "median", "p90", "met", "missed", "recurred", "eligible", "repeats", "pending", "open",
    "unknown",
)  # fmt: skip
_SEVERITY = "by_severity."
_MINUTES = frozenset({"mean", "median", "p90", "km_median"})
#: Follow from the others, so they are told only where none of those differs; the JSON always has them.
_QUIET = frozenset({
    "interval", "rate", "per_30_days", "expected", "verdict", "mean_interval", "median_interval", "km_median",
})  # fmt: skip


class Part(NamedTuple):
    """One number of a figure with its name."""

    name: str
    before: str
    after: str

    @property
    def is_same(self) -> bool:
        """Tell whether both sides show the same."""
        return self.before == self.after


def parts(figure: FigureChange, words: Words) -> list[Part]:
    """Return the parts of a figure in their order; a dash where the month does not appear on a side."""
    shown = [key for key in figure.changed if not _is_list_of_ids(key)]
    loud = [key for key in shown if key not in _QUIET]
    always = _ALWAYS.get(figure.name, ("n",) if figure.name in DURATIONS else ())
    keys = [key for key in dict.fromkeys((*always, *(loud or shown))) if key in always or not _is_idle(key, figure)]
    return [_part(key, figure, words) for key in sorted(keys, key=_place)]


def _is_idle(key: str, figure: FigureChange) -> bool:
    """Tell whether a number is that of a month which one side does not print, and says nothing there either."""
    return (figure.before is None or figure.after is None) and not (_at(figure.before, key) or _at(figure.after, key))


def _place(key: str) -> tuple[int, str]:
    """Return where a part stands: severities by name, parts that nobody has named yet last and as they come."""
    if key.startswith(_SEVERITY):
        return 1, key
    return (_ORDER.index(key) * 2 if key in _ORDER else 2 * len(_ORDER)), ""


def _is_list_of_ids(key: str) -> bool:
    return key == "ids" or key.endswith("_ids")


def _part(key: str, figure: FigureChange, words: Words) -> Part:
    old, new = (_at(row, key) for row in (figure.before, figure.after))
    if key.startswith(_SEVERITY):  # a severity without incidents is not printed
        old, new = old or 0, new or 0
    before, after = minutes(old, new, words) if key in _MINUTES else (value(old, words), value(new, words))
    return Part(_name(key, words), *(
        text if row is not None else DASH for text, row in ((before, figure.before), (after, figure.after))
    ))  # fmt: skip


def _at(row: Mapping[str, Any] | None, key: str) -> Any:
    found: Any = row
    for part in key.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _name(key: str, words: Words) -> str:
    if key.startswith(_SEVERITY):
        return key.partition(".")[2]
    names = {
        "count": "", "n": "n", "mean": words("mean"), "median": words("median"),
        "p90": words("90th percentile"), "open": words("open"), "unknown": words("unknown"),
        "met": words("in time"), "missed": words("missed"), "pending": words("pending"),
        "recurred": words("recurred"), "eligible": words("judged"), "repeats": words("repeating an earlier one"),
    }  # fmt: skip
    return names.get(key, key)
