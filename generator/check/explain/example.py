"""An example's few lines laid into a record that is right: what the tests execute and `explain` shows."""

from __future__ import annotations

import datetime as dt
import errno
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from generator.check.rule import RECORD_PATH, Example
from generator.model.finding import Position
from generator.read.body import HEADINGS, read_sections
from generator.read.record import Record, broken
from generator.read.tree import Problem

if TYPE_CHECKING:
    from generator.check.check import Checked
    from generator.model.policy import Language
    from generator.read.records import Records

POLICY_PATH = "incidents/policy.yml"
#: The instant at which examples are judged.
AS_OF = dt.datetime(2026, 11, 1, tzinfo=dt.timezone(dt.timedelta(hours=9)))

#: Nothing is wrong with it. Its timeline has no kinds, so that an example may move any milestone.
SAMPLE = """\
---
id: INC-2026-014
title: "予約API: DB接続の枯渇で全リクエスト失敗"
severity: P1
status: resolved
services: [mks-backend]
started_at: 2026-10-03T09:00+09:00
detected_at: 2026-10-03T09:05+09:00
acknowledged_at: 2026-10-03T09:07+09:00
mitigated_at: 2026-10-03T09:25+09:00
resolved_at: 2026-10-03T09:30+09:00
report_at: 2026-10-04T08:00+09:00
detection: alertmanager
impact: {users_affected: 35%, business: high, data_loss: false, functions: [予約作成]}
response: {team: SRE, escalated_to: [level1], recovery: service_restart}
cause: {category: capacity, summary: 接続プールの上限が低すぎた}
actions:
  - {id: A1, title: プール監視を追加, kind: detect, owner: SRE, due: 2026-11-30, status: open}
communication: {internal: "#incidents", status_page: true, customers_emailed: true}
---

## 概要

予約の作成がすべて失敗した。

## タイムライン

| 時刻 | イベント | 担当者 |
|---|---|---|
| 09:00 | 予約の失敗が始まる | |
| 09:05 | エラー率の警報 | 監視 |
| 09:07 | 調査を始める | SRE |
| 09:25 | 再起動でエラーが減る | SRE |
| 09:30 | 平常に戻る | SRE |

## 影響範囲

予約の作成ができなかった。

## 根本原因

接続プールの上限が低すぎた。

## 対応内容

サービスを再起動した。

## 予防対策

プールの使用率を監視する。
"""

_KEY = re.compile(r"""(["']?)([^\s#:\-\[\]{}"'][^:]*?)\1:(?:\s|$)""")
_SECTION = {heading.lower(): key for key, pair in HEADINGS.items() for heading in (*pair, key)}
Piece = tuple[str, tuple[str, ...]]  # a key or a heading, and its lines


@dataclass(frozen=True, slots=True)
class Merged:
    """The text of a whole record, and the numbers of the lines that the example brought (from 1)."""

    text: str
    shown: frozenset[int]


def merged(given: str, without: Iterable[str] = ()) -> Merged:
    """Return the sample with the keys and sections of `given` in place of its own; new ones come last."""
    front, body = _parts(given)
    own_front, own_body = _parts(SAMPLE.split("---\n", 1)[1].replace("\n---\n\n", "\n", 1))
    lost = {section_named(name) or name for name in without}
    lines: list[tuple[str, bool]] = [("---", False)]
    lines += _laid(own_front, front, lost)
    lines += [("---", False), ("", False)]
    lines += _laid(own_body, body, lost)
    while lines and not lines[-1][0].strip():
        lines.pop()
    text = "\n".join(line for line, _ in lines) + "\n"
    return Merged(text, frozenset(number for number, (_, new) in enumerate(lines, start=1) if new))


def _parts(text: str) -> tuple[list[Piece], list[Piece]]:
    """Split a text into the blocks of its front matter and the sections of its body."""
    lines = text.rstrip("\n").split("\n") if text.strip() else []
    at = next((number for number, line in enumerate(lines) if line.startswith("## ")), len(lines))
    front = "\n".join(lines[:at]).rstrip("\n").split("\n") if at else []
    return list(_blocks(front)), list(_sections(lines[at:]))


def _blocks(lines: list[str]) -> Iterator[Piece]:
    """Yield each top-level key with its lines; comments belong to the key below them."""
    key, block, comments = "", [], []  # type: str, list[str], list[str]
    for line in lines:
        if line.startswith("#"):
            comments.append(line)
            continue
        found = _KEY.match(line)
        if found:
            if block:
                yield key, tuple(block)
            key, block = found[2], []
        block += [*comments, line]
        comments = []
    if block or comments:
        yield key, (*block, *comments)


def _sections(lines: list[str]) -> Iterator[Piece]:
    sections = read_sections("\n".join(lines), 1)
    starts = [section.position.line - 1 for section in sections]
    for section, start, end in zip(sections, starts, [*starts[1:], len(lines)], strict=False):
        own = lines[start:end]
        yield section.key or section.heading, (*own, *([] if own[-1] == "" else [""]))


def _laid(own: list[Piece], new: list[Piece], lost: set[str]) -> list[tuple[str, bool]]:
    """Return the lines of `own` with those of `new` in their places, each with whether it is new."""
    given: dict[str, list[str]] = {}
    for key, lines in new:
        given.setdefault(key, []).extend(lines)
    laid: list[tuple[str, bool]] = []
    for key, lines in own:
        if key in given:
            laid += [(line, True) for line in given.pop(key)]
        elif key not in lost:
            laid += [(line, False) for line in lines]
    return laid + [(line, True) for lines in given.values() for line in lines]


def section_named(name: str) -> str:
    """Return the key of the section with that heading ("" where a name is no known heading)."""
    return _SECTION.get(name.lower(), "")


def files_of(example: Example) -> dict[str, str | bytes]:
    """Return every file of the example's root, by its path below it."""
    files: dict[str, str | bytes] = {path: record.text for path, record in _records(example).items()}
    files |= example.files
    return files | ({POLICY_PATH: example.policy} if example.policy else {})


def shown_lines(example: Example, path: str) -> frozenset[int] | None:
    """Return the lines of a file that the example shows; None: all of them."""
    record = _records(example).get(path)
    return record.shown if record and path not in example.unreadable else None


def _records(example: Example) -> dict[str, Merged]:
    """Return the records that are made from the sample."""
    instead = {*example.files, *example.links, *example.folders}
    own = {} if RECORD_PATH in instead else {RECORD_PATH: merged(example.text, example.without)}
    return own | {path: merged(text) for path, text in example.others.items()}


def put(example: Example, root: Path) -> None:
    """Write the example's files, links and folders below an empty root."""
    for path, content in files_of(example).items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    for path in example.folders:
        (root / path).mkdir(parents=True, exist_ok=True)
    for path, target in example.links.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        try:
            (root / path).symlink_to(target)
        except OSError:  # no links here: git, too, then leaves a file with the target's name
            (root / path).write_text(target, encoding="utf-8")


def judged(example: Example, language: Language) -> tuple[Records, Checked]:
    """Return the files of an example, written to a temporary folder and read from it, and what check says."""
    from tempfile import TemporaryDirectory  # only here: check itself starts without it

    from generator.check.check import check
    from generator.read.records import read

    with TemporaryDirectory(prefix="furikaeri-") as folder:
        put(example, Path(folder))
        records = read(Path(folder))
        records = replace(records, incidents=tuple(_locked(record, example) for record in records.incidents))
        return records, check(records, AS_OF, language=language, future=AS_OF)


def _locked(record: Record, example: Example) -> Record:
    """Stand in for the operating system, which refuses no file to an administrator."""
    if record.path not in example.unreadable:
        return record
    return broken(record.path, Problem("unreadable-file", Position(), 1, {"detail": os.strerror(errno.EACCES)}))
