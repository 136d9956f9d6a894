"""A Comparison as Markdown, for the comment of a pull request or a job summary: what matters first, the rest folded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
from generator.exchange.reports.step_summary import escaped
from generator.model.comparison import Comparison, MonthChange, Revision
from generator.model.words import DASH, Words

LIMIT = 60_000  # bytes; GitHub takes 65,536 characters in a comment, and one variable of a shell 131,072 bytes
_RESERVED = 600  # for what closes the blocks, and says what was left out
_CLOSED = ("", "</details>")
_FEW = 8  # incidents named in a cell; all stand in the details


def render(comparison: Comparison, revisions: tuple[Revision, Revision], words: Words, *, limit: int = LIMIT) -> str:
    """Return Markdown of at most `limit` bytes, without a line end; what does not fit is counted in a line."""
    page = _Page(limit - _RESERVED, words)
    old, new = (escaped(revision(one, words)) for one in revisions)
    page.add([f"### {words('What changes in the figures')}", "", f"{old} {ARROW} {new}  ",
              words("Figures as of {at}", at=words.moment(comparison.as_of)), ""])  # fmt: skip
    if comparison.is_empty:
        page.add([words("Nothing differs: no figure, no promise, no recurrence, no record.")])
    else:
        page.add([f"- {escaped(line)}" for line in counted(comparison, words)])
        _table(page, comparison, words)
        page.items("", (escaped(line) for line in followers(comparison, words)))
        page.items(words("Promises missed on one side only"), _promises(comparison, words))
        page.items(words("Recurrences"), _recurrences(comparison, words))
    page.items(words("Records that cannot be used, and are in no figure"), _unusable(comparison, words))
    for title, lines in _details(comparison, words):
        page.folded(title, lines)
    return page.text()


class _Page:
    """Lines as far as there is room; those left out are counted."""

    def __init__(self, room: int, words: Words) -> None:
        self._lines: list[str] = []
        self._room = room
        self._words = words
        self._left_out = 0

    def add(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._room -= _size(line)
            if self._room < 0:
                self._left_out += 1
            else:
                self._lines.append(line)

    def items(self, title: str, items: Iterable[str]) -> None:
        """Add a list under a title; nothing where there is no item."""
        lines = [f"- {item}" for item in items]
        if lines:
            self.add(["", *([f"**{title}**", ""] if title else []), *lines])

    def folded(self, title: str, lines: list[str]) -> None:
        """Add lines that are shown when they are asked for; the block is closed whatever does not fit."""
        if not lines:
            return
        if self._room < _size(title) + 100:
            self._left_out += len(lines)
            return
        self.add(["", f"<details><summary>{title} ({len(lines)})</summary>", ""])
        self.add(lines)
        self._lines += _CLOSED
        self._room -= sum(map(_size, _CLOSED))

    def text(self) -> str:
        if self._left_out:
            note = self._words("{n} more lines left out for length; `--format json` has everything.", n=self._left_out)
            self._lines += ["", note]
        return "\n".join(self._lines)


def _size(line: str) -> int:
    return len(line.encode("utf-8", "replace")) + 1


def _table(page: _Page, comparison: Comparison, words: Words) -> None:
    rows = [row for month in comparison.months if not month.follows for row in _rows(month, words)]
    if comparison.total is not None:
        rows += _rows(comparison.total, words)
    if rows:
        heads = (words("Month"), words("Figure"), words("Before"), words("After"), words("Incidents concerned"))
        page.add(["", _cells(heads), "|---|---|---|---|---|", *rows])


def _rows(month: MonthChange, words: Words) -> Iterator[str]:
    """Yield a row for each figure; the month stands in the first, and the incidents too."""
    name = heading(month, words)
    who = _who(month, words) if month.month else ""
    for line in figures(month, words):
        before = _side(((part.name, part.before) for part in line.parts), month.is_before)
        after = _side(((part.name, part.after) for part in line.parts), month.is_after)
        yield _cells((name, escaped(line.name), before, after, who))
        name = who = ""


def _side(parts: Iterable[tuple[str, str]], is_there: bool) -> str:
    """Return a cell: a line for each part, so that those before and after stand side by side."""
    return "<br>".join(escaped(f"{name} {said}".strip()) for name, said in parts) if is_there else DASH


def _who(month: MonthChange, words: Words) -> str:
    lines = incidents(month, words)
    named = [f"{line.sign} {line.id}" for line in lines[:_FEW]]
    if more := len(lines) - len(named):
        named.append(words("and {n} more", n=more))
    return "<br>".join(named)


def _promises(comparison: Comparison, words: Words) -> Iterator[str]:
    for one in comparison.promises:
        yield f"**{one.id}** {escaped(promise(one, words) + because(causes(one.why, words), words))}"


def _recurrences(comparison: Comparison, words: Words) -> Iterator[str]:
    for one in comparison.recurrences:
        mark = _mark(ADDED if one.is_found else REMOVED)
        said = escaped(recurrence(one, words) + because(causes(one.why, words), words))
        yield f"{mark} **{one.id}** {said}"


def _unusable(comparison: Comparison, words: Words) -> Iterator[str]:
    for name, rule, before, after in unusable(comparison):
        yield f"**{escaped(name)}** {rule}{because(where(before, after, words), words)}"


def _details(comparison: Comparison, words: Words) -> Iterator[tuple[str, list[str]]]:
    for month in comparison.months:
        if not month.follows and month.month:
            title = words("{month}: the incidents, and why", month=month.month)
            yield (
                title,
                [
                    f"- {_mark(line.sign)} **{line.id}** {escaped(line.why)}<br>{escaped(line.stands)}"
                    for line in incidents(month, words)
                ],
            )
    yield words("Records"), list(_records(comparison, words))
    yield words("Policy"), [f"- {escaped(field(one, words))}" for one in comparison.policy]
    yield (
        words("Contracts of the KPIs"),
        [
            f"- {escaped(f'{one.kpi}.{one.key}: {value(one.before, words)} {ARROW} {value(one.after, words)}')}"
            for one in comparison.contracts
        ],
    )


def _records(comparison: Comparison, words: Words) -> Iterator[str]:
    for one in comparison.records:
        said = [record(one, words)] if one.state != "changed" else [field(change, words) for change in one.fields]
        yield "<br>".join([f"- {_mark(sign(one))} **{one.id}** {escaped(one.title)}", *map(escaped, said)])


def _mark(mark: str) -> str:
    """Return a sign that begins no list."""
    return "".join(f"&#{ord(character)};" for character in mark)


def _cells(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
