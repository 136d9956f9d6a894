"""`furikaeri kpi`: options, exit codes, what goes to which stream, and the table."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.check.report import width
from generator.cli.kpi_table import short
from generator.cli.main import main
from generator.model.words import Words
from generator.read.words import words as words_of
from tests.measure.made import TOKYO

HAND_WORKED = Path(__file__).parents[1] / "measure" / "hand_worked"
AS_OF = "2026-05-10T12:00+09:00"
RECORD = """---
id: INC-2026-001
title: t
severity: P3
status: resolved
services: [api]
started_at: 2026-01-05T10:00+09:00
detected_at: 2026-01-05T10:05+09:00
acknowledged_at: 2026-01-05T10:06+09:00
resolved_at: 2026-01-05T11:00+09:00
---
## Summary
s
## Impact
i
## Response
r
"""
BROKEN = RECORD.replace("INC-2026-001", "INC-2026-002").replace("T11:00", "T09:00")


def kpi(*options: str, root: Path = HAND_WORKED, as_of: str | None = AS_OF) -> Result:
    when = ["--as-of", as_of] if as_of else []
    return CliRunner().invoke(main, ["kpi", "--root", str(root), *when, *options])


def printed(*options: str, root: Path = HAND_WORKED, as_of: str | None = AS_OF) -> dict[str, Any]:
    result = kpi("--format", "json", *options, root=root, as_of=as_of)
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def counts(document: dict[str, Any]) -> dict[str, int]:
    return {row["month"]: row["incident_rate"]["count"] for row in document["months"]}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "incidents").mkdir()
    (tmp_path / "incidents" / "INC-2026-001.md").write_text(RECORD, encoding="utf-8")
    return tmp_path


def broken(root: Path) -> Path:
    (root / "incidents" / "INC-2026-002.md").write_text(BROKEN, encoding="utf-8")
    return root


def test_service() -> None:
    found = printed("--service", "nginx")
    assert counts(found) == {"2026-01": 1, "2026-02": 1, "2026-03": 0, "2026-04": 3, "2026-05": 0}
    assert (found["records"]["counted"], found["records"]["outside"]) == (5, 6)
    assert found["total"]["mttr"]["ids"] == ["INC-2026-004", "INC-2026-006", "INC-2026-008", "INC-2026-009"]
    both = printed("--service", "nginx", "--service", "mks-backend")
    assert both["records"]["counted"] == 11


def test_severity() -> None:
    found = printed("--severity", "P0")
    assert counts(found) == {"2026-01": 1, "2026-02": 0, "2026-03": 0, "2026-04": 0, "2026-05": 0}
    assert found["total"]["mttr"]["mean"] == 60
    assert found["months"][1]["mttr"]["mean"] is None
    assert printed("--severity", "P0", "--severity", "P3")["records"]["counted"] == 3


def test_from_and_to() -> None:
    whole, part = printed(), printed("--from", "2026-02", "--to", "2026-04")
    assert part["months"] == whole["months"][1:4], "the months before still count as history"
    assert part["total"]["incident_rate"]["count"] == 5
    assert part["total"]["exposure_days"] == 28 + 31 + 30
    assert [row["month"] for row in printed("--from", "2026-05")["months"]] == ["2026-05"]
    assert [row["month"] for row in printed("--to", "2026-01")["months"]] == ["2026-01"]


def test_months_out_of_the_range_show_nothing_and_no_zero() -> None:
    found = printed("--from", "2027-01")
    assert (found["months"], found["records"]["counted"], found["records"]["outside"]) == ([], 0, 11)
    assert found["total"]["incident_rate"]["per_30_days"] is None
    assert found["total"]["mttr"]["mean"] is None


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--service", "ngnix"), "nginx"),
        (("--severity", "P9"), "P0"),
        (("--from", "2026-13"), "2026-10"),
        (("--to", "May"), "2026-10"),
        (("--from", "2026-04", "--to", "2026-03"), "after"),
        (("--as-of", "yesterday"), "2026-11-01T00:00+09:00"),
        (("--format", "xml"), "json"),
        (("--sevice", "nginx"), "--service"),
    ],
)
def test_wrong_usage_says_what_was_meant(options: tuple[str, ...], said: str) -> None:
    result = kpi(*options)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in result.stderr
    assert options[0] in result.stderr
    assert "Traceback" not in result.stderr


def test_as_of_decides_what_is_known() -> None:
    assert printed(as_of="2026-05-10T12:30+09:00")["records"]["counted"] == 12, "014 is detected at 12:30"
    assert counts(printed(as_of="2026-02-01")) == {"2026-01": 3}, "a bare date is its midnight"
    assert printed(as_of="2026-01-31T15:00Z")["as_of"] == "2026-02-01T00:00:00+09:00"
    assert printed(as_of="2026-02-01 00:00")["as_of"] == "2026-02-01T00:00:00+09:00", "in the policy's zone"
    first = printed(as_of="2026-01-05T10:30+09:00")
    assert first["total"]["mttr"]["open_ids"] == ["INC-2026-001"]
    assert first["months"][0]["provisional"] is True


def test_before_everything_there_is_no_month() -> None:
    found = printed(as_of="2025-06-01")
    assert (found["months"], found["total"]["incident_rate"]["count"]) == ([], 0)


def test_without_as_of_it_is_now(root: Path) -> None:
    found = printed(root=root, as_of=None)
    assert found["months"][-1]["provisional"] is True
    assert found["months"][0]["month"] == "2026-01"


def test_a_broken_record_stops_with_its_findings_and_nothing_on_stdout(root: Path) -> None:
    for form in ("json", "table"):
        result = kpi("--format", form, "--lang", "en", root=broken(root))
        assert (result.exit_code, result.stdout) == (1, "")
        assert "resolved-before-started" in result.stderr
        assert "incidents/INC-2026-002.md:" in result.stderr


def test_lenient_leaves_it_out_and_lists_it(root: Path) -> None:
    found = printed("--lenient", root=broken(root))
    assert (found["records"]["read"], found["records"]["counted"]) == (2, 1)
    assert found["records"]["excluded"] == [{"id": "INC-2026-002", "reason": "unusable: resolved-before-started"}]


def test_lenient_with_nothing_usable(root: Path) -> None:
    (broken(root) / "incidents" / "INC-2026-001.md").unlink()
    found = printed("--lenient", root=root)
    assert (found["months"], found["records"]["counted"], len(found["records"]["excluded"])) == ([], 0, 1)


@pytest.mark.parametrize("lenient", [(), ("--lenient",)])
def test_no_record_exits_3(tmp_path: Path, lenient: tuple[str, ...]) -> None:
    result = kpi("--format", "json", *lenient, root=tmp_path)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "INC-<" in result.stderr


@pytest.mark.parametrize("lenient", [(), ("--lenient",)])
@pytest.mark.parametrize("policy", ["timezon: Asia/Tokyo\n", "recurrence: [\n"])
def test_a_broken_policy_exits_2(root: Path, policy: str, lenient: tuple[str, ...]) -> None:
    (root / "incidents" / "policy.yml").write_text(policy, encoding="utf-8")
    result = kpi("--format", "json", "--lang", "en", *lenient, root=root)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "incidents/policy.yml:1" in result.stderr


def test_a_root_that_is_not_there() -> None:
    assert kpi(root=Path("no such folder")).exit_code == 2


def test_the_policy_decides_zone_and_window(root: Path) -> None:
    text = "timezone: America/New_York\nrecurrence: {window_days: 7}\n"
    (root / "incidents" / "policy.yml").write_text(text, encoding="utf-8")
    found = printed(root=root, as_of="2026-01-31T23:00-05:00")
    assert found["timezone"] == "America/New_York"
    assert found["contracts"]["recurrence_rate"]["window_days"] == 7
    assert found["months"][0]["recurrence_rate"]["eligible"] == 1


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_table_fits_80_columns(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    result = kpi("--lang", language)
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert max(width(line) for line in lines) <= 80
    assert "…" not in result.stdout


def test_a_narrow_terminal_loses_no_digit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    wide = [line.split() for line in kpi("--lang", "en").stdout.splitlines()[1:-6]]
    monkeypatch.setenv("COLUMNS", "30")
    narrow = kpi("--lang", "en").stdout
    assert "…" not in narrow
    assert [line.split() for line in narrow.splitlines() if line.split() in wide] == wide


def test_the_table_says_what_the_json_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = kpi("--lang", "en").stdout.splitlines()
    start = next(index for index, line in enumerate(lines) if line.startswith("2026-01"))
    mean, median, n = (lines[start + index].split() for index in range(3))
    # TTD 25/3, TTA 32, TTM 56.7, TTR 80, RT 71.7 minutes; two of three in time; two of three came back
    assert mean == ["2026-01", "3", "8.3m", "32m", "57m", "1h", "20m", "1h", "12m", "2/3", "2/3"]
    assert median == ["10m", "20m", "40m", "1h", "55m"]
    assert n == ["n=3"] * 5
    march = next(line for line in lines if line.startswith("2026-03"))
    assert march.split() == ["2026-03", "0", *"—" * 7]
    april = next(index for index, line in enumerate(lines) if line.startswith("2026-04*"))
    assert lines[april + 1].split()[0] == "(0–6)"


def test_the_table_speaks_japanese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    text = kpi("--lang", "ja").stdout
    assert "2026-05-10 12:00 時点の KPI" in text
    assert all(word in text for word in ("件数", "全体", "応答", "再発", "1時間20分", "n=3", "暫定"))
    assert not re.search(r"\d+h|Total|Month", text)


@pytest.mark.parametrize(
    ("minutes", "ja", "en"),
    [
        (None, "—", "—"),
        (0, "0分", "0m"),
        (8.33, "8.3分", "8.3m"),
        (59.6, "1時間", "1h"),
        (95, "1時間35分", "1h 35m"),
        (599.6, "10時間", "10h"),
        (2940, "2日1時間", "2d 1h"),
        (1439, "1日", "1d"),
        (14390, "10日", "10d"),
        (1440 * 400, "400日", "400d"),
    ],
)
def test_short_durations(minutes: float | None, ja: str, en: str) -> None:
    assert short(minutes, words_of("ja", TOKYO)) == ja
    assert short(minutes, Words("en", TOKYO, {})) == en
    assert width(ja) <= 9
