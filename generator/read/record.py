"""One file -> one Record. Nothing a file contains makes this raise."""

from __future__ import annotations

import os
import re
import stat
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from frontmatter.default_handlers import BaseHandler

from generator.model.finding import Position
from generator.read.body import RawSection, read_sections
from generator.read.node import Lines, Node, scalars
from generator.read.tree import Problem, read_yaml

LARGEST_FILE = 1_000_000
LARGEST_FRONT = 65_536
#: How a record in UTF-16 or UTF-32 without a mark begins; as UTF-8 it would be a text full of NUL.
_WIDE = (b"-\0", b"\0-", b"\0\0\0-")
_MARK = b"\xef\xbb\xbf"
_ESCAPE = b"\x1b$"  # into the kanji of ISO-2022-JP, all of whose bytes are ASCII
#: Opening a pipe must not wait for somebody to write into it; Windows would translate line ends.
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


_IGNORE = re.compile(r"(?m)(?:^|(?<=[ \t]))#[ \t]*furikaeri:[ \t]*ignore\b[ \t]*(?P<rule>[^\s:]*):?(?P<reason>.*)$")


class Ignore(NamedTuple):
    """A comment `# furikaeri: ignore RULE reason` in the front matter; `reason` may be ""."""

    rule: str
    reason: str
    position: Position
    length: int


class Record(NamedTuple):
    """What one file says. `front` is None where there is no readable front matter."""

    path: str  # below the root, forward slashes
    text: str | None  # None where the file could not be read
    front: Node | None
    sections: tuple[RawSection, ...]
    problems: tuple[Problem, ...]
    body_at: int = 0  # where in the text the body begins
    ignores: tuple[Ignore, ...] = ()

    @property
    def body(self) -> str:
        """Return what stands behind the front matter."""
        return (self.text or "")[self.body_at :]

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the lines of the file, without their ends; none where it could not be read."""
        return () if self.text is None else tuple(self.text.split("\n"))


class StrictHandler(BaseHandler):
    """python-frontmatter's splitting with our own YAML reading; keeps line numbers true."""

    FM_BOUNDARY = re.compile(r"^---[ \t]*$", re.MULTILINE)

    def tree(self, fm: str) -> tuple[Node | None, tuple[Problem, ...]]:
        """Return the tree of the front matter, and its problems."""
        return read_yaml(fm, first_line=1)


HANDLER = StrictHandler()


def read_record(file: str | Path, path: str) -> Record:
    """Return what the file says; `path` is how findings name it."""
    return _record(*text_of(file), path)


def record_of(content: bytes | Problem, path: str) -> Record:
    """Return what a content says that lies in no file; a Problem is why there is none."""
    return _record(*text_in(content), path)


def _record(text: str, problem: Problem | None, path: str) -> Record:
    return parse_record(text, path) if problem is None else broken(path, problem)


def text_of(file: str | Path) -> tuple[str, Problem | None]:
    """Return the text of a file as `decode` does, or why there is none."""
    try:
        return text_in(bytes_of(file))
    except Unfit as unfit:
        return "", unfit.problem
    except (FileNotFoundError, NotADirectoryError):  # a link to nowhere
        return "", Problem("not-a-file", Position())
    except OSError as error:
        return "", Problem("unreadable-file", Position(), 1, {"detail": error.strerror or str(error)})


def text_in(content: bytes | Problem) -> tuple[str, Problem | None]:
    """Return the text of a content, or why there is none; see `record_of`."""
    return ("", content) if isinstance(content, Problem) else decode(content)


class Unfit(Exception):
    """What lies there is no file that could be a record."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.name)
        self.problem = problem


def bytes_of(file: str | Path) -> bytes:
    """Return what a file holds; raise OSError, or Unfit for what is no file, or too large a one.

    Asked of the system directly: of ten thousand files a tenth of the time is spent here.
    """
    descriptor = os.open(file, _READ)
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise Unfit(Problem("not-a-file", Position()))
        if problem := too_large(found.st_size):
            raise Unfit(problem)
        data = os.read(descriptor, found.st_size + 1)  # room for a megabyte each time would take longer than reading
        return data if len(data) >= found.st_size else data + _rest(descriptor)
    finally:
        os.close(descriptor)


def _rest(descriptor: int) -> bytes:
    """Return what one call to the system left."""
    parts = []
    while part := os.read(descriptor, LARGEST_FILE):
        parts.append(part)
    return b"".join(parts)


def broken(path: str, problem: Problem) -> Record:
    """Return a Record of a file that says nothing."""
    return Record(path, None, None, (), (problem,))


def too_large(size: int) -> Problem | None:
    """Return the problem of a file of that many bytes, None where a record may have them."""
    return Problem("file-too-large", Position(), 1, _sizes(size, LARGEST_FILE)) if size > LARGEST_FILE else None


def _sizes(size: int, limit: int) -> dict[str, str]:
    return {"size": f"{size:,}", "limit": f"{limit:,}"}


def decode(data: bytes) -> tuple[str, Problem | None]:
    r"""Return the text of UTF-8 bytes with `\n` line ends and no byte order mark, or the problem."""
    if data.startswith(_WIDE):
        return "", Problem("not-utf8", Position(), 1, {"byte": "0"})
    written = data.removeprefix(_MARK)
    try:
        text = written.decode("utf-8")
        at = written.find(_ESCAPE)
    except UnicodeDecodeError as error:
        at = error.start
    if at < 0:
        return _plain(text), None
    before = _plain(written[:at].decode("utf-8", errors="replace"))
    place = Position(before.count("\n") + 1, len(before) - before.rfind("\n"))
    return "", Problem("not-utf8", place, 1, {"byte": str(at + len(data) - len(written))})


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def parse_record(text: str, path: str) -> Record:
    """Return the Record of a text."""
    if not re.match(r"---[ \t]*(\n|$)", text):
        return Record(path, text, None, read_sections(text, 1), (Problem("no-front-matter", Position()),))
    try:
        front_text, body = HANDLER.split(text)
    except ValueError:
        return Record(path, text, None, (), (Problem("unclosed-front-matter", Position(), 3),), len(text))
    body_at = len(text) - len(body)
    if len(front_text) > LARGEST_FRONT / 4 and (size := len(front_text.encode("utf-8"))) > LARGEST_FRONT:
        problem = Problem("file-too-large", Position(), 3, _sizes(size, LARGEST_FRONT))
        return Record(path, text, None, (), (problem,), body_at)
    front, problems = HANDLER.tree(front_text)
    if front is None and not problems:
        problems = (Problem("no-front-matter", Position(), 3),)
    if front is not None and front.kind != "map":
        problems += (Problem("no-front-matter", front.position, front.length),)
        front = None
    ignores = tuple(_ignores(front_text, front)) if front is not None and "furikaeri:" in front_text else ()
    sections = read_sections(body, text.count("\n", 0, body_at) + 1)
    return Record(path, text, front, sections, problems, body_at, ignores)


def _ignores(text: str, front: Node) -> Iterator[Ignore]:
    """Yield the comments that ask to ignore a rule; what stands inside a value is no comment."""
    places = Lines(text, 1)
    inside = sorted((node.start, node.end) for node in scalars(front))
    starts = [start for start, _ in inside]
    for match in _IGNORE.finditer(text):
        before = bisect_right(starts, match.start())
        if not before or match.start() >= inside[before - 1][1]:
            length = len(match[0].rstrip())
            yield Ignore(match["rule"], match["reason"].strip(), places.at(match.start()), length)
