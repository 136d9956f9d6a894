"""A new record put into its place: the next free id, nothing overwritten, and in order before it is written."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.check.check import check
from generator.check.policy import read_policy
from generator.check.sets.known import Elsewhere
from generator.model.draft import Draft
from generator.model.finding import Finding, Level
from generator.model.policy import Language
from generator.publish.packaged import template_dirs
from generator.read.record import parse_record
from generator.read.records import FOLDER, PolicyFile, Records, read_locks
from generator.read.taken import taken
from generator.read.words import words
from generator.render.new_record import record_text

_LONGEST_SLUG = 40


class IdTaken(Exception):
    """The id that was asked for belongs to the file in `path`."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class LeadsOutside(Exception):
    """The folder of the year is no folder inside `incidents/`."""


class NotInOrder(Exception):
    """The record would not pass `check`; its text is not written."""

    def __init__(self, found: tuple[Finding, ...], records: Records) -> None:
        super().__init__("\n".join(finding.message for finding in found))
        self.findings = found
        self.records = records


@dataclass(frozen=True, slots=True)
class Order:
    """What to write and where: `wanted_id` "" takes the next, `again` records alerts that are recorded already."""

    root: Path
    draft: Draft
    policy: PolicyFile
    now: dt.datetime
    language: Language
    wanted_id: str = ""
    slug: str = ""
    again: bool = False
    only_show: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """Where the record is, its text, and the warnings `check` has about it; `known`: it was there before."""

    path: Path
    text: str = ""
    findings: tuple[Finding, ...] = ()
    records: Records | None = None
    known: bool = False


def write_record(order: Order) -> Written:
    """Write the record of an order and return where it is; nothing that exists is touched.

    Two that run at once get different ids, and the same alerts one record. Raise IdTaken, LeadsOutside, NotInOrder,
    generator.render.new_record.BadTemplate, or OSError where the folder cannot be written to.
    """
    folder = order.root / FOLDER
    if order.only_show:
        return _write(order)
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        return _write(order)


def _write(order: Order) -> Written:
    draft = order.draft
    there = taken(order.root)
    if draft.group and not order.again:
        before = there.record_of(draft.group.key, frozenset(draft.group.marks))
        if before is not None:
            return Written(before, known=True)
    policy = read_policy(order.policy)[0]
    year = (draft.began or order.now).astimezone(policy.zone).year
    while True:
        name = order.wanted_id or there.next_id(year)
        if name in there.ids:
            raise IdTaken(there.ids[name])
        file = _file(order.root, name, order.slug)
        text = record_text(name, draft, policy, words(order.language, policy.zone), template_dirs(order.root))
        findings, records = _judged(order, file, text)
        if not order.only_show:
            try:
                _create(file, text)
            except FileExistsError:  # written meanwhile by somebody who does not wait for others
                there.ids[name] = file
                continue
        return Written(file, text, findings, records)


def _judged(order: Order, file: Path, text: str) -> tuple[tuple[Finding, ...], Records]:
    """Return what `check` says about the record alone; raise NotInOrder where that is an error."""
    record = parse_record(text, file.relative_to(order.root).as_posix())
    records = Records(order.root, order.policy, (record,), (), read_locks(order.root))
    checked = check(records, order.now, language=order.language, future=order.now, others=lambda _: Elsewhere())
    found = tuple(finding for finding in checked.findings if finding.path == record.path)
    if any(finding.level is Level.ERROR for finding in found):
        raise NotInOrder(found, records)
    return found, records


def _file(root: Path, name: str, slug: str) -> Path:
    """Return where a record belongs; raise LeadsOutside where its folder is elsewhere, or no folder."""
    home, folder = root / FOLDER, root / FOLDER / name[4:8]
    try:
        inside = folder.resolve().is_relative_to(home.resolve())
    except (OSError, RuntimeError):  # a circle of links
        inside = False
    if not inside or (os.path.lexists(folder) and not folder.is_dir()):
        raise LeadsOutside(str(folder))
    return folder / (f"{name}-{slug}.md" if slug else f"{name}.md")


def _create(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("x", encoding="utf-8", newline="\n") as stream:
        try:
            stream.write(text)
            stream.flush()
        except BaseException:  # half a record would be worse than none
            file.unlink()
            raise


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let others who write a new record wait; where the system has no such lock, "x" alone guards the names."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some network file systems know no locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def slug_of(text: str) -> str:
    """Return a short ASCII name for a file, "" where a text has too little ASCII to speak for it."""
    letters = [c for c in unicodedata.normalize("NFKC", text) if c.isalnum()]
    if 2 * sum(c.isascii() for c in letters) <= len(letters):
        return ""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_SLUG].strip("-")
