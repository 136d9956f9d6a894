"""A root whose October 2025 can be closed, and ways to change it afterwards."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from generator.check.check import Checked, check
from generator.cli.main import main
from generator.model.policy import Language
from generator.read.records import read
from generator.read.times import parse_time
from tests.measure.made import TOKYO

CLOSED = "2025-11-01T09:00+09:00"
LATER = "2026-03-01T09:00+09:00"
LOCK = "incidents/reviews/2025-10.lock.json"
POLICY = "communication: {report_hours: null, update_severities: []}\nrequirements: []\n"
_RECORD = """---
id: {id}
title: {id}
kind: {kind}
severity: {severity}
status: {status}
services: [api]
{times}{more}---

## 概要

止まった。

## 影響範囲

一部。

## 対応内容

再起動した。

## 目的

確かめる。

## 結果

できた。
"""


def record(name: str, *, more: str = "", kind: str = "incident", severity: str = "P3", status: str = "resolved",
           **times: str) -> str:  # fmt: skip
    """Return a record; `started="10-03 09:00"` is a time of 2025 in Tokyo (or a whole ISO time, or unknown)."""
    keys = {"started": "started_at", "detected": "detected_at", "acked": "acknowledged_at",
            "mitigated": "mitigated_at", "resolved": "resolved_at"}  # fmt: skip
    lines = [f"{keys[key]}: {_whole(text)}\n" for key, text in times.items()]
    return _RECORD.format(id=name, kind=kind, severity=severity, status=status, times="".join(lines), more=more)


def _whole(text: str) -> str:
    return f"2025-{text.replace(' ', 'T')}+09:00" if len(text) == len("10-03 09:00") else text


def put(root: Path, name: str, text: str) -> None:
    """Write (or write anew) the record of an id."""
    file = root / "incidents" / name[4:8] / f"{name}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def remove(root: Path, name: str) -> None:
    """Delete the record of an id."""
    (root / "incidents" / name[4:8] / f"{name}.md").unlink()


#: Two resolved (30 and 90 minutes), one still open at the closing, a drill, and one of the month before.
ONE, TWO, OPEN, DRILL, BEFORE = (f"INC-2025-{number:03d}" for number in (10, 11, 12, 13, 9))


def month(root: Path) -> Path:
    """Write the records of October 2025, and a policy that asks for little, and return the root."""
    (root / "incidents").mkdir(parents=True, exist_ok=True)
    (root / "incidents" / "policy.yml").write_text(POLICY, encoding="utf-8")
    put(root, BEFORE, record(BEFORE, started="09-10 09:00", detected="09-10 09:05", acked="09-10 09:06",
                             resolved="09-10 10:00"))  # fmt: skip
    put(root, ONE, one())
    put(root, TWO, record(TWO, started="10-10 09:00", detected="10-10 09:10", acked="unknown", resolved="10-10 10:30"))
    put(root, OPEN, record(OPEN, started="10-30 09:00", detected="10-30 09:20", acked="10-30 09:30", status="open"))
    put(root, DRILL, record(DRILL, kind="drill", started="10-15 09:00", detected="10-15 09:00",
                            resolved="10-15 09:30"))  # fmt: skip
    return root


def one(**changes: str) -> str:
    """Return the text of the first record, with other times or fields."""
    values = {"started": "10-03 09:00", "detected": "10-03 09:05", "acked": "10-03 09:07", "resolved": "10-03 09:30"}
    more = changes.pop("more", "cause: {category: capacity, fingerprint: pool}\n")
    return record(ONE, more=more, **(values | changes))


def resolved(at: str = "2025-11-03T09:00+09:00") -> str:
    """Return the record that was open, resolved since."""
    return record(OPEN, started="10-30 09:00", detected="10-30 09:20", acked="10-30 09:30", resolved=at)


def run(root: Path, *options: str, as_of: str | None = CLOSED, lang: str = "en") -> Result:
    """Run `furikaeri close`."""
    when = ["--as-of", as_of] if as_of else []
    return CliRunner().invoke(main, ["close", *options, "--root", str(root), "--lang", lang, *when])


def close(root: Path, *options: str, as_of: str = CLOSED) -> dict[str, Any]:
    """Close October 2025 and return what is in the lock."""
    result = run(root, "2025-10", *options, as_of=as_of)
    assert result.exit_code == 0, result.output
    return lock_of(root)


def lock_of(root: Path) -> dict[str, Any]:
    """Return what the lock file says."""
    found: dict[str, Any] = json.loads((root / LOCK).read_text(encoding="utf-8"))
    return found


def checked(root: Path, language: Language = "en", as_of: str = LATER) -> Checked:
    """Return what check says of a root."""
    at = parse_time(as_of.replace("T", " ", 1), TOKYO)
    return check(read(root), at, language=language, future=at)


def kpi(root: Path, as_of: str) -> dict[str, Any]:
    """Return what `furikaeri kpi --format json` prints."""
    result = CliRunner().invoke(main, ["kpi", "--format", "json", "--root", str(root), "--as-of", as_of])
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found
