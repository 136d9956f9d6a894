"""`furikaeri new`: what it writes is in order and reads back as it was said; wrong usage writes nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.cli.main import main
from tests.check.support import put
from tests.cli.new_support import AS_OF, FIXTURE, LISTED, NOW, checked, only, run, written


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("kind", ["incident", "drill", "near_miss"])
@pytest.mark.parametrize("severity", ["P0", "P1", "P2", "P3"])
def test_what_it_writes_has_no_finding_at_all(language: str, kind: str, severity: str, tmp_path: Path) -> None:
    file = written(tmp_path, "--title", "x", "--kind", kind, "--severity", severity, "--lang", language)
    incident = only(tmp_path)
    assert (incident.id, incident.kind, incident.severity, incident.status) == ("INC-2026-001", kind, severity, "open")
    assert file == tmp_path / "incidents/2026/INC-2026-001-x.md"
    strict = CliRunner().invoke(main, ["check", "--strict", "--root", str(tmp_path), "--as-of", AS_OF])
    assert strict.exit_code == 0


def test_everything_that_is_said_stands_in_it(tmp_path: Path) -> None:
    put(tmp_path, {"incidents/policy.yml": LISTED})
    written(
        tmp_path, "--title", "予約API: 失敗 # 1", "--service", "search", "--service", "booking", "--users", "35%",
        "--business", "high", "--no-data-loss", "--functions", "予約, 作成", "--started", "2026-10-03 09:00",
        "--detected", "09:05", "--acknowledged", "now", "--detection", "user_report", "--team", "SRE",
    )  # fmt: skip
    incident = only(tmp_path)
    assert (incident.title, incident.services, incident.severity) == ("予約API: 失敗 # 1", ("search", "booking"), "P1")
    impact = incident.impact
    assert (impact.users_affected, impact.business, impact.data_loss) == (0.35, "high", False)
    assert (impact.functions, incident.detection, incident.team) == (("予約, 作成",), "user_report", "SRE")
    times = [incident.started_at, incident.detected_at, incident.acknowledged_at]
    assert times == [NOW.replace(minute=0, second=0), NOW.replace(minute=5, second=0), NOW]
    rows = [(row.kind, row.at) for row in incident.rows]
    assert rows == [("note", times[0]), ("detected", times[1]), ("acknowledged", times[2])]


def test_times_carry_the_policys_offset_and_now_is_a_whole_minute(tmp_path: Path) -> None:
    text = written(tmp_path, "--title", "x", "--started", "2026-10-03T00:15:30Z").read_text(encoding="utf-8")
    assert "started_at: 2026-10-03T09:15:30+09:00  #" in text
    assert "detected_at: 2026-10-03T09:20+09:00  #" in text
    assert "| 2026-10-03 09:15:30 | その他 |" in text and "| 09:20 | 検知 |" in text


def test_detection_is_never_before_a_start_in_the_same_minute(tmp_path: Path) -> None:
    written(tmp_path, "--title", "x", "--started", "now")
    assert only(tmp_path).detected_at == only(tmp_path).started_at == NOW


@pytest.mark.parametrize(
    ("args", "severity", "undecided"),
    [
        ((), "P0", True),
        (("--users", "81%"), "P0", False),
        (("--users", "80%"), "P1", True),
        (("--users", "35%", "--business", "low", "--no-data-loss"), "P2", False),
        (("--users", "5%", "--business", "low"), "P1", True),
        (("--users", "5%", "--business", "high"), "P1", False),
        (("--users", "0.05", "--business", "medium", "--no-data-loss"), "P3", False),
        (("--users", "unknown", "--business", "low", "--data-loss"), "P0", True),
        (("--severity", "P3"), "P3", False),
        (("--severity", "P0", "--users", "5%", "--severity-reason", "法令"), "P0", False),
        (("--severity", "P3", "--users", "90%", "--drill"), "P3", False),
    ],
)
def test_the_severity_follows_the_impact(args: tuple[str, ...], severity: str, undecided: bool, tmp_path: Path) -> None:
    result = run(tmp_path, "--title", "x", "--lang", "en", *args)
    assert only(tmp_path).severity == severity
    assert ("gravest" in result.stderr) is undecided
    assert ("gravest" in Path(result.stdout.strip()).read_text(encoding="utf-8")) is undecided


def test_a_severity_that_is_not_the_rules_needs_its_reason(tmp_path: Path) -> None:
    result = run(tmp_path, "--title", "x", "--users", "90%", "--severity", "P3")
    assert result.exit_code == 2 and "P0: add --severity-reason" in result.stderr
    assert not (tmp_path / "incidents").exists()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), ("missing: --title", "furikaeri new --title")),
        (("--title", " "), ("--title", "must not be empty")),
        (("--title", "x", "--service", ""), ("--service", "must not be empty")),
        (("--title", "x", "--service", "bookin"), ("--service", "did you mean `booking`?")),
        (("--title", "x", "--detection", "alertmanger"), ("--detection", "did you mean `alertmanager`?")),
        (("--title", "x", "--severity", "P9"), ("--severity", "known: P0, P1, P2, P3")),
        (("--title", "x", "--users", "many"), ("--users", "users_affected: 35%")),
        (("--title", "x", "--business", "hi"), ("--business", "high")),
        (("--title", "x", "--started", "yesterday"), ("--started", "2026-10-03T09:00+09:00")),
        (("--title", "x", "--started", "09:30"), ("--started", "lies in the future")),
        (("--title", "x", "--started", "09:10", "--detected", "09:05"), ("--detected", "`detected_at` is before")),
        (("--title", "x", "--started", "x", "--users", "y"), ("--started", "--users")),
        (("--title", "x", "--id", "INC-26-1"), ("--id", "INC-<year>")),
        (("--title", "x", "--id", "INC-2025-001"), ("id-year-mismatch", "Nothing was written")),
        (("--title", "x", "--acknowledged", "09:10"), ("acknowledged-before-detected", "Nothing was written")),
        (("--title", "x", "--kind", "incident", "--drill"), ("--drill and --kind incident",)),
        (("--title", "x", "--kind", "outage"), ("incident", "near_miss")),
        (("--title", "x", "--slug", "障害"), ("--slug", "ASCII")),
        (("--title", "x", "--resolved", "now"), ("missing: --service",)),
        (("--title", "x", "--root", "no such folder"), ("--root",)),
        (("--titel", "x"), ("--title",)),
        (("x",), ("unexpected extra argument",)),
    ],
)
def test_wrong_usage_names_what_is_wrong_and_writes_nothing(
    args: tuple[str, ...], said: tuple[str, ...], tmp_path: Path
) -> None:
    put(tmp_path, {"incidents/policy.yml": LISTED + "locale: en\n"})
    result = run(tmp_path, *args)
    assert result.exit_code == 2 and result.stdout == ""
    assert [text for text in said if text not in result.stderr] == []
    assert list((tmp_path / "incidents").iterdir()) == [tmp_path / "incidents/policy.yml"]


def test_a_policy_may_ask_for_more(tmp_path: Path) -> None:
    need = (
        "statuses: [open], kinds: [incident], severities: [P0], sections: [], fields: [services, detection, response]"
    )
    put(tmp_path, {"incidents/policy.yml": f"requirements: [{{{need}}}]\n"})
    assert "missing: --title, --service, --detection, --team" in run(tmp_path).stderr
    assert "missing: --title\n" in run(tmp_path, "--severity", "P1").stderr
    written(tmp_path, "--title", "x", "--service", "a", "--detection", "user_report", "--team", "SRE")
    only(tmp_path)


def test_a_policy_of_other_names(tmp_path: Path) -> None:
    policy = """locale: en
timezone: America/New_York
severities: {P0: null, P1: null, P2: null, P3: null, 重大: {label: "a: #b"}, "no": {label: c}}
impact_rule: {everyone_severity: 重大, business_severity: 重大, data_loss_severity: 重大,
  many_severity: "no", else_severity: "no"}
communication: {update_severities: []}
requirements: []
detection_sources: {alertmanager: null, "on: call": {method: manual, by: staff}}
"""
    put(tmp_path, {"incidents/policy.yml": policy})
    written(tmp_path, "--title", "x", "--severity", "no", "--detection", "on: call")
    incident = only(tmp_path)
    assert (incident.severity, incident.detection) == ("no", "on: call")


def test_a_broken_policy_stops_it(tmp_path: Path) -> None:
    put(tmp_path, {"incidents/policy.yml": "timezon: UTC\n"})
    result = run(tmp_path, "--title", "x")
    assert result.exit_code == 2 and "unknown-key" in result.stderr and result.stdout == ""


@pytest.mark.parametrize(
    ("args", "status"),
    [
        ((), "open"),
        (("--mitigated", "09:18"), "mitigated"),
        (("--mitigated", "unknown"), "mitigated"),
        (("--mitigated", "09:18", "--resolved", "now"), "resolved"),
        (("--resolved", "unknown"), "resolved"),
    ],
)
def test_the_status_follows_the_times_and_check_finds_no_error(
    args: tuple[str, ...], status: str, tmp_path: Path
) -> None:
    written(tmp_path, "--title", "x", "--service", "a", "--severity", "P2", "--detected", "09:15", *args)
    found = checked(tmp_path)
    assert found.exit_code() == 0 and found.incidents[0].status == status
    assert {finding.name for finding in found.findings} <= {"empty-section", "channel-not-used"}


@pytest.mark.parametrize(
    ("zone", "detected", "said"),
    [
        ("America/New_York", "2024-11-03T01:30-04:00", "2024-11-03T01:30-04:00"),
        ("America/New_York", "2024-11-03T06:30Z", "2024-11-03T01:30-05:00"),
        ("America/New_York", "2024-01-01T04:30Z", "2023-12-31T23:30-05:00"),
        ("Asia/Kolkata", "2024-05-01T00:00Z", "2024-05-01T05:30+05:30"),
        ("UTC", "2024-05-01 00:00", "2024-05-01T00:00+00:00"),
    ],
)
def test_zones(zone: str, detected: str, said: str, tmp_path: Path) -> None:
    put(tmp_path, {"incidents/policy.yml": f"timezone: {zone}\n"})
    args = ("--title", "x", "--severity", "P3", "--detected", detected, "--acknowledged", detected)
    file = written(tmp_path, *args, as_of="2024-11-03T07:00Z")
    assert f"detected_at: {said}  #" in file.read_text(encoding="utf-8")
    assert file.parent.name == said[:4] and file.name.startswith(f"INC-{said[:4]}-001")
    assert only(tmp_path, dt.datetime(2024, 11, 3, 7, tzinfo=dt.UTC)).rows[0].kind == "detected"


def test_a_local_time_that_exists_twice_asks_for_the_offset(tmp_path: Path) -> None:
    put(tmp_path, {"incidents/policy.yml": "timezone: America/New_York\n"})
    result = run(tmp_path, "--title", "x", "--lang", "en", "--detected", "2024-11-03 01:30")
    assert result.exit_code == 2 and "exists twice in America/New_York" in result.stderr


def test_both_hours_of_the_night_when_clocks_go_back_are_rows_in_order(tmp_path: Path) -> None:
    put(tmp_path, {"incidents/policy.yml": "timezone: America/New_York\n"})
    times = ("--started", "2024-11-03T01:50-04:00", "--detected", "2024-11-03T01:10-05:00")
    later = ("--acknowledged", "2024-11-03T02:05-05:00")
    written(tmp_path, "--title", "x", "--severity", "P3", *times, *later, as_of="2024-11-03T07:30Z")
    assert len(only(tmp_path, dt.datetime(2024, 11, 3, 7, 30, tzinfo=dt.UTC)).rows) == 3


TEXT = st.text(min_size=1, max_size=40).map(str.strip).filter(lambda text: text and "\x00" not in text)


@settings(max_examples=40, deadline=None, suppress_health_check=FIXTURE)
@given(
    title=TEXT,
    services=st.lists(TEXT, min_size=1, max_size=3, unique=True),
    team=TEXT,
    functions=TEXT,
)
def test_what_is_said_reads_back(
    title: str, services: list[str], team: str, functions: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("root")
    named = [part for name in services for part in ("--service", f" {name}")]
    args = [
        f"--title={title}",
        *[f"--service={name}" for name in named[1::2]],
        f"--team={team}",
        f"--functions={functions}",
    ]
    written(root, *args, "--lang", "ja" if len(title) % 2 else "en")
    incident = only(root)
    assert (incident.title, incident.services) == (title, tuple(services))
    assert (incident.team, incident.impact.functions) == (team, (functions,))
