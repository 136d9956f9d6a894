"""Running `furikaeri new` on a root, and what `check` says about what it wrote."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from hypothesis import HealthCheck

from generator.check.check import Checked, check
from generator.cli.main import main
from generator.model.incident import Incident
from generator.read.records import read

FIXTURE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
AS_OF = "2026-10-03T09:20:30+09:00"
NOW = dt.datetime(2026, 10, 3, 0, 20, 30, tzinfo=dt.UTC)
LISTED = "services: {booking: {ja: 予約, en: Booking}, search: {ja: 検索, en: Search}}\n"


def run(root: Path, *args: str, data: bytes | str | None = None, as_of: str = AS_OF) -> Result:
    result = CliRunner().invoke(main, ["new", "--root", str(root), "--as-of", as_of, *args], input=data)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def written(root: Path, *args: str, **more: Any) -> Path:
    """Run the command, and return the file whose path it printed alone."""
    result = run(root, *args, **more)
    assert result.exit_code == 0, result.output
    assert result.stdout.count("\n") == 1
    return Path(result.stdout.rstrip("\n"))


def checked(root: Path, now: dt.datetime = NOW) -> Checked:
    return check(read(root), now, future=now)


def only(root: Path, now: dt.datetime = NOW) -> Incident:
    """Return the only record, about which there is nothing to say."""
    found = checked(root, now)
    assert [(finding.name, finding.message) for finding in found.findings] == []
    (incident,) = found.incidents
    return incident
