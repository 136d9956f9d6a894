"""What a comparison says in one language: figures, incidents, causes and values, each as one plain line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from generator.check.report import visible
from generator.model.comparison import Comparison, Revision, Seen, Why
from generator.model.kpi import DURATIONS
from generator.model.month import Month
from generator.model.words import DASH, Words

ARROW = "→"
LONGEST = 160  # characters of a value; the record or the JSON has the rest
_HASH = 12


def kpi(name: str, words: Words) -> str:
    """Return what a figure is called; one that nobody has named yet by its key."""
    if name in DURATIONS:
        return name.upper()
    names = {
        "incident_rate": words("Incidents"),
        "response_target": words("Response target"),
        "recurrence_rate": words("Recurrence rate"),
    }
    return names.get(name, name)


def minutes(before: float | None, after: float | None, words: Words) -> tuple[str, str]:
    """Return two durations; where the usual wording hides that they differ, with as many digits as show it."""
    said = words.duration(before), words.duration(after)
    if before is None or after is None or before == after or said[0] != said[1]:
        return said
    for digits in (2, 4, 9):
        first, second = (words("{n} min", n=words.number(value, digits)) for value in (before, after))
        if first != second:
            return first, second
    return said


def seen(figure: str, before: Seen | None, after: Seen | None, words: Words) -> tuple[str, str]:
    """Return how an incident stands in a figure, before and after."""
    if figure in DURATIONS and (times := [_minutes(how) for how in (before, after)]) and None not in times:
        return minutes(times[0], times[1], words)
    return _stands(figure, before, words), _stands(figure, after, words)


def _minutes(how: Seen | None) -> float | None:
    """Return the time that is counted; of an open incident it is no more than how long it has lasted."""
    if how is None or "counted" not in how.roles or isinstance(how.value, str):
        return None
    return how.value


def _stands(figure: str, how: Seen | None, words: Words) -> str:
    if how is None:
        return DASH
    if figure in DURATIONS and (time := _minutes(how)) is not None:
        return words.duration(time)
    if figure == "incident_rate":
        return str(how.value)
    if "open" in how.roles and isinstance(how.value, (int, float)):
        return words("still open after {time}", time=words.duration(how.value))
    roles = {
        "counted": words("counted"),
        "open": words("still open"),
        "unknown": words("time unknown"),
        "met": words("in time"),
        "missed": words("missed"),
        "pending": words("pending"),
        "eligible": words("judged"),
        "recurred": words("recurred"),
        "repeat": words("a repeat"),
    }
    return " + ".join(roles.get(role, role) for role in how.roles)


def causes(why: Iterable[Why], words: Words) -> str:
    """Return causes in a line, each once; "" where there is none."""
    return words("; ").join(dict.fromkeys(_cause(one, words) for one in why))


def because(why: str, words: Words) -> str:
    """Return what follows a line in brackets; nothing where there is nothing to say."""
    return words(" ({why})", why=why) if why else ""


def _cause(why: Why, words: Words) -> str:
    names = visible(words.separator().join(why.names))
    texts = {
        "added": words("record added"),
        "removed": words("record removed"),
        "unusable": words("can no longer be used: {names}", names=names),
        "usable": words("can be used now (before: {names})", names=names),
        "excluded": words("excluded now: {names}", names=names),
        "included": words("no longer excluded (before: {names})", names=names),
        "fields": words("changed: {names}", names=names),
        "policy": words("policy: {names}", names=names),
        "records": words("other records: {names}", names=names),
    }
    return texts[why.cause]


def value(found: object, words: Words) -> str:
    """Return a value of a record, of the policy or of the JSON in one line that is not too long."""
    if found is None or found == "":
        return DASH
    if isinstance(found, bool):
        return str(found).lower()  # as a record writes it
    if isinstance(found, float):
        return words.number(found, 3)
    if isinstance(found, dt.datetime):
        return words.moment(found)
    if isinstance(found, Mapping):
        text = words.separator().join(f"{key}: {value(item, words)}" for key, item in found.items())
    elif isinstance(found, (list, tuple)):
        text = words.separator().join(value(item, words) for item in found)
    else:
        text = visible(str(found))
    return (text if len(text) <= LONGEST else f"{text[:LONGEST]}…") or DASH


def revision(one: Revision, words: Words) -> str:
    """Return by what name a commit was asked for, and which it is."""
    name, commit = visible(one.asked), one.commit[:_HASH]
    if one.is_merge_base:
        return words("{name} (where the two lines parted: {commit})", name=name, commit=commit)
    return words("{name} ({commit})", name=name, commit=commit)


def nothing(words: Words) -> str:
    """Return what is said where there is nothing to compare."""
    return words("Neither commit has a record that can be used: there is nothing to compare.")


def months(names: Iterable[str], words: Words) -> str:
    """Return months in a line, those that follow each other as a range."""
    runs: list[list[Month]] = []
    for month in sorted(map(Month.parse, names)):
        if runs and runs[-1][-1].plus(1) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return words.separator().join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def counted(comparison: Comparison, words: Words) -> list[str]:
    """Return the summary: a line each for records, months, promises, recurrences and the policy."""
    states = [record.state for record in comparison.records]
    missed = sum(promise.is_newly_missed for promise in comparison.promises)
    found = sum(one.is_found for one in comparison.recurrences)
    own = [month.month for month in comparison.months if month.month and not month.follows]
    records = [
        (states.count("added"), words("{n} added")),
        (states.count("removed"), words("{n} removed")),
        (states.count("changed"), words("{n} changed")),
        (states.count("broken"), words("{n} can no longer be used")),
        (states.count("mended"), words("{n} can be used now")),
        *_unusable(comparison, words),
    ]
    promises = [
        (missed, words("{n} newly missed")),
        (len(comparison.promises) - missed, words("{n} no longer missed")),
    ]
    recurrences = [(found, words("{n} newly found")), (len(comparison.recurrences) - found, words("{n} gone"))]
    policy = [(len(comparison.policy), words("{n} keys")), (len(comparison.contracts), words("{n} in KPI contracts"))]
    lines = [
        words("Records: {text}", text=_numbers(records, words)),
        words("Months: {text}", text=months(own, words) or words("no difference")),
        words("Promises missed: {text}", text=_numbers(promises, words)),
        words("Recurrences: {text}", text=_numbers(recurrences, words)),
    ]
    return [*lines, words("Policy: {text}", text=_numbers(policy, words))] if any(n for n, _ in policy) else lines


def _unusable(comparison: Comparison, words: Words) -> list[tuple[int, str]]:
    """Return how many records that cannot be used came and went; those that were usable before, or are now, apart."""
    before, after = ({name for name, _ in side.unusable} for side in comparison.sides)
    usable = {record.id for record in comparison.records}
    return [
        (len(after - before - usable), words("{n} added but cannot be used")),
        (len(before - after - usable), words("{n} removed that could not be used")),
    ]


def _numbers(parts: list[tuple[int, str]], words: Words) -> str:
    said = [text.format(n=n) for n, text in parts if n]
    return words.separator().join(said) or words("no difference")


def followers(comparison: Comparison, words: Words) -> list[str]:
    """Return a line each for the months that differ though none of their incidents does."""
    follow = [month for month in comparison.months if month.month and month.follows]
    both = [month.month for month in follow if month.month and month.is_before and month.is_after]
    new = [month.month for month in follow if month.month and not month.is_before]
    gone = [month.month for month in follow if month.month and not month.is_after]
    lines = []
    if both:
        lines.append(words("Months whose incidents stand as before, but not what they are compared with or judged by "
                           "(the JSON has it): {months}", months=months(both, words)))  # fmt: skip
    if new:
        lines.append(words("Months that now appear, without incidents: {months}", months=months(new, words)))
    if gone:
        lines.append(words("Months that no longer appear, without incidents: {months}", months=months(gone, words)))
    return lines
