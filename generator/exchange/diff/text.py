"""A Comparison as text for a terminal of 80 columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator.check.report import visible, width
from generator.exchange.diff.parts import Part
from generator.exchange.diff.view import (
    ADDED,
    REMOVED,
    field,
    figures,
    heading,
    incidents,
    promise,
    record,
    recurrence,
    sign,
    unusable,
    where,
)
from generator.exchange.diff.wording import ARROW, because, causes, counted, followers, revision, value
from generator.model.comparison import Comparison, MonthChange, Revision
from generator.model.words import Words

COLUMNS = 80
#: Where a line may be broken: at spaces, and behind what ends a phrase in Japanese.
_PIECES = re.compile(r"[^ 、。;]+[、。;]* *|[ 、。;]+")
_NO_BREAK = "\N{NO-BREAK SPACE}"
#: A number and its unit, and what stands before and after.
_TOGETHER = re.compile(r"(?<=\d) (?=(?:min|h|d)\b)|(?<=\d [hd]) (?=\d)| (?=→)|(?<=→) ")


def render(comparison: Comparison, revisions: tuple[Revision, Revision], words: Words) -> str:
    """Return the text; it ends without a line end."""
    old, new = (revision(one, words) for one in revisions)
    head = [
        words("Figures as of {at}", at=words.moment(comparison.as_of)),
        *wrapped(words("From: {name}", name=old), 0, 2),
        *wrapped(words("To: {name}", name=new), 0, 2),
    ]
    blocks = [head]
    if comparison.is_empty:
        blocks.append(_flat([words("Nothing differs: no figure, no promise, no recurrence, no record.")]))
    else:
        blocks.append(_flat(counted(comparison, words)))
        blocks += [list(_month(month, words)) for month in comparison.months if not month.follows]
        if comparison.total is not None:
            blocks.append(list(_month(comparison.total, words)))
        blocks.append(_flat(followers(comparison, words)))
        blocks += _lists(comparison, words)
    if left_out := [_unusable(one, words) for one in unusable(comparison)]:
        blocks.append([words("Records that cannot be used, and are in no figure"), *_items(left_out)])
    return "\n\n".join("\n".join(lines) for lines in blocks if lines)


def _month(month: MonthChange, words: Words) -> Iterator[str]:
    yield heading(month, words)
    for line in figures(month, words):
        said = [_part(part, month) for part in line.parts]
        yield from wrapped(words("{name}: {text}", name=line.name, text=words.separator().join(said)), 2, 6)
    if month.month is not None:  # those of the whole range stand under their months
        for one in incidents(month, words):
            yield from wrapped(f"{one.sign} {one.id}: {one.why}" if one.why else f"{one.sign} {one.id}", 2, 6)
            yield from wrapped(one.stands, 6, 8)


def _part(part: Part, month: MonthChange) -> str:
    """Return a part in a few words; of a month that only one side has, that side's."""
    if part.is_same or not month.is_after:
        said = part.before
    else:
        said = f"{part.before} {ARROW} {part.after}" if month.is_before else part.after
    return f"{part.name} {said}".replace(" ", _NO_BREAK) if part.name else said


def _lists(comparison: Comparison, words: Words) -> Iterator[list[str]]:
    promises = [f"{one.id} {promise(one, words)}{because(causes(one.why, words), words)}"
                for one in comparison.promises]  # fmt: skip
    recurrences = [
        f"{ADDED if one.is_found else REMOVED} {one.id} {recurrence(one, words)}"
        f"{because(causes(one.why, words), words)}"
        for one in comparison.recurrences
    ]
    contracts = [
        f"{one.kpi}.{one.key}: {value(one.before, words)} {ARROW} {value(one.after, words)}"
        for one in comparison.contracts
    ]
    yield from (
        [title, *_items(items)]
        for title, items in (
            (words("Promises missed on one side only"), promises),
            (words("Recurrences"), recurrences),
            (words("Contracts of the KPIs"), contracts),
            (words("Policy"), [field(one, words) for one in comparison.policy]),
        )
        if items
    )
    if comparison.records:
        yield [words("Records"), *_records(comparison, words)]


def _records(comparison: Comparison, words: Words) -> Iterator[str]:
    for one in comparison.records:
        yield from wrapped(f"{sign(one)} {one.id} {visible(one.title)}", 2, 6)
        if said := record(one, words):
            yield from wrapped(said, 6, 8)
        for change in one.fields:
            yield from wrapped(field(change, words), 6, 8)


def _unusable(one: tuple[str, str, bool, bool], words: Words) -> str:
    name, rule, before, after = one
    return f"{visible(name)} {rule}{because(where(before, after, words), words)}"


def _items(texts: Iterable[str]) -> list[str]:
    return [line for text in texts for line in wrapped(text, 2, 6)]


def _flat(texts: Iterable[str]) -> list[str]:
    return [line for text in texts for line in wrapped(text, 0, 2)]


def wrapped(text: str, first: int, others: int) -> Iterator[str]:
    """Yield the lines of a text, at most 80 columns wide where it can be broken; the indents are spaces."""
    line, room = " " * first, COLUMNS - first
    for piece in _pieces(_TOGETHER.sub(_NO_BREAK, text)):
        if width(piece.rstrip(" ")) > room and line.strip():
            yield line.rstrip().replace(_NO_BREAK, " ")
            line, room = " " * others, COLUMNS - others
        line += piece
        room -= width(piece)
    yield line.rstrip().replace(_NO_BREAK, " ")


def _pieces(text: str) -> Iterator[str]:
    """Yield the parts between which a line may end; one that is too long has ends within."""
    for piece in _PIECES.findall(text):
        if width(piece) <= COLUMNS // 2:
            yield piece
        elif _NO_BREAK in piece:
            yield from _pieces(piece.replace(_NO_BREAK, " "))
        else:
            yield from [piece] if piece.isascii() else piece
