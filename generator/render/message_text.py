"""A message in the syntax of its channel: what a record says is escaped, and stays on its line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

Channel = Literal["slack", "teams", "status_page", "mail"]
CHANNELS: tuple[Channel, ...] = ("slack", "teams", "status_page", "mail")
#: Read by people outside, as the source document has it: the status page, and mail to the users who were hit.
PUBLIC: frozenset[Channel] = frozenset({"status_page", "mail"})

#: Stands in a message for the address of the incident's page, which only who serves the site knows.
ADDRESS = "\ue000"
_BEGIN, _END = "\ue001", "\ue002"  # around what is not ours
_MARKED = re.compile(f"{_BEGIN}([^{_END}]*){_END}")
_MARKS = str.maketrans("", "", ADDRESS + _BEGIN + _END)
_BOLD: dict[Channel, str] = {"slack": "*", "teams": "**"}
_COLUMNS = 76  # of a line in a mail
_MARKDOWN = re.compile(r"([\\`*_\[\]<>~|#&])")
_SUBJECT = 120  # characters; longer ones are cut by whoever shows them


class Ours(str):
    """Words of the site, not of a record: they pass every channel as they are."""

    __slots__ = ()


class Message(NamedTuple):
    """One message in the syntax of its channel; `lines` without the subject, which stands between two `bold`."""

    channel: Channel
    subject: str
    lines: tuple[str, ...]
    bold: str = ""

    def all_lines(self) -> tuple[str, ...]:
        """Return the lines as pasted: the subject first, then a blank one."""
        return (f"{self.bold}{self.subject}{self.bold}", "", *self.lines)

    def text(self, address: str = "") -> str:
        """Return the message with the address of the incident's page; without one, without the lines that want it."""
        kept = [line for line in self.all_lines() if address or ADDRESS not in line]
        return "\n".join(line.replace(ADDRESS, address) for line in kept).strip()


def one_line(text: str) -> str:
    """Return a text on one line, without anything that is not seen: no header, mark or direction can be brought in."""
    if not text.isprintable():  # as are our marks
        text = "".join(c if c.isprintable() else " " for c in text.translate(_MARKS))
    return " ".join(text.split())


def marked(value: object) -> str:
    """Return a value for a template: ours as it is, anybody else's on one line between marks."""
    return value if isinstance(value, Ours) else _marked(str(value))


@lru_cache(maxsize=1 << 10)  # a fact stands in most messages of its incident
def _marked(text: str) -> str:
    return f"{_BEGIN}{one_line(text)}{_END}"


def formatted(text: str, channels: Iterable[Channel]) -> Iterator[Message]:
    """Yield what a template wrote, its first line the subject, in the syntax of each channel."""
    parts = _MARKED.split(text.strip())  # what is marked, on one line, is every second one
    known: dict[Callable[[str], str], tuple[str, tuple[str, ...]]] = {}
    for channel in channels:
        escape = _ESCAPES[channel]
        if escape not in known:
            known[escape] = _subject_and_body(parts, escape)
        subject, body = known[escape]
        if channel == "mail":
            yield Message(channel, subject[:_SUBJECT], tuple(_wrapped(body)))
        else:
            yield Message(channel, subject, body, _BOLD.get(channel, ""))


def _subject_and_body(parts: Sequence[str], escape: Callable[[str], str]) -> tuple[str, tuple[str, ...]]:
    told = [*parts]
    told[1::2] = map(escape, told[1::2])
    subject, *lines = [line.strip() for line in "".join(told).splitlines()] or [""]
    return subject, tuple(_without_doubles(lines))


def _without_doubles(lines: list[str]) -> list[str]:
    """Drop blank lines at the beginning, at the end and after another."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return kept[:-1] if kept and not kept[-1] else kept


def _wrapped(lines: Iterable[str]) -> Iterator[str]:
    """Break lines at 76 columns: at a blank where there is one, between wide characters, else nowhere."""
    for line in lines:
        if len(line) * 2 <= _COLUMNS:  # whatever its characters
            yield line
            continue
        rest = line
        while width(rest) > _COLUMNS and (at := _break(rest)):
            yield rest[:at].rstrip()
            rest = rest[at:].lstrip()
        yield rest


def _break(line: str) -> int:
    """Return where a line that is too long may end; 0: nowhere."""
    columns, best = 0, 0
    for place, character in enumerate(line):
        if place > len("- ") and (character == " " or _wide(character) or _wide(line[place - 1])):
            best = place
        columns += 2 if _wide(character) else 1
        if columns > _COLUMNS and best:
            return best
    return best


def width(line: str) -> int:
    """Return how many columns a line takes; wide characters take two."""
    return sum(2 if _wide(character) else 1 for character in line)


def _wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _slack(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@lru_cache(maxsize=1 << 10)
def in_markdown(text: str) -> str:
    """Return a text that no Markdown acts in."""
    return _MARKDOWN.sub(r"\\\1", text)


def _plain(text: str) -> str:
    return text


_ESCAPES: dict[Channel, Callable[[str], str]] = {
    "slack": _slack,
    "teams": in_markdown,
    "status_page": _plain,
    "mail": _plain,
}
