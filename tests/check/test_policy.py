"""The policy: defaults from the source document, changes laid over them, every slip an error."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.check.policy import read_policy
from generator.model.finding import Finding
from generator.model.policy import Policy, Target
from generator.read.records import read_policy as read_file
from tests.check.support import VALID, checked, names, put


def policy_of(text: str | None, root: Path) -> Policy:
    put(root, {} if text is None else {"incidents/policy.yml": text})
    policy, report = read_policy(read_file(root))
    assert not report.hits
    return policy


def wrong(text: str | bytes, root: Path) -> Finding:
    put(root, {"incidents/policy.yml": text})
    result = checked(root, VALID, language="en")
    assert result.policy_broken and result.exit_code() == 2
    (finding,) = [found for found in result.findings if found.path == "incidents/policy.yml"]
    return finding


def test_the_defaults_are_the_source_documents(tmp_path: Path) -> None:
    policy = policy_of(None, tmp_path)
    assert (policy.zone.key, policy.locale) == ("Asia/Tokyo", "ja")
    hours = policy.business_hours
    assert (hours.days, hours.opens, hours.closes) == (frozenset(range(5)), dt.time(9), dt.time(18))
    assert (hours.holidays, hours.closed, hours.day_minutes) == ("JP", frozenset(), 540)
    assert {name: severity.response for name, severity in policy.severities.items()} == {
        "P0": Target(15, "elapsed"), "P1": Target(60, "elapsed"), "P2": Target(240, "elapsed"),
        "P3": Target(540, "business"),
    }  # fmt: skip
    assert [severity.label["en"] for severity in policy.severities.values()] == ["Critical", "High", "Medium", "Low"]
    assert [severity.escalate_to for severity in policy.severities.values()] == ["level2", "level1", "", ""]
    assert [(set(need.severities), need.milestones) for need in policy.requirements if need.milestones] == [
        ({"P0", "P1"}, ("acknowledged_at",)), ({"P0", "P1"}, ("mitigated_at",))]  # fmt: skip
    rule = policy.impact_rule
    assert (rule.everyone, rule.many, rule.data_loss_severity) == (0.8, 0.3, "P1")
    talk = policy.communication
    assert (talk.update_minutes, talk.update_severities, talk.report_hours) == (30, {"P0", "P1"}, 24)
    assert [step.name for step in policy.escalation] == ["level1", "level2", "level3"]
    assert list(policy.detection_sources) == [
        "alertmanager", "health_check", "user_report", "periodic_check", "log_monitoring", "performance_monitoring",
    ]  # fmt: skip
    assert [source.method for source in policy.detection_sources.values()] == ["automatic"] * 3 + ["manual"] * 3
    assert list(policy.cause_categories) == [
        "config_change", "code_change", "capacity", "dependency", "hardware", "network", "data", "operator_error",
        "security", "process", "unknown",
    ]  # fmt: skip
    assert list(policy.recovery_strategies) == [
        "service_restart", "config_rollback", "code_rollback", "infrastructure", "other",
    ]  # fmt: skip
    assert (policy.recurrence_days, policy.drills_per_quarter, policy.review_business_day) == (30, 1, 0)
    assert not policy.services and not policy.ignore


@pytest.mark.parametrize("text", ["", "# nothing\n", "{}\n", "timezone:\n", "timezone: ~\nseverities:\n"])
def test_a_policy_that_says_nothing_changes_nothing(text: str, tmp_path: Path) -> None:
    assert policy_of(text, tmp_path) == policy_of(None, tmp_path / "empty")


def test_maps_are_merged_key_by_key(tmp_path: Path) -> None:
    policy = policy_of("severities: {P1: {response: {minutes: 30}}}\ncommunication: {report_hours: 48}\n", tmp_path)
    assert policy.severities["P1"].response == Target(30, "elapsed")
    assert policy.severities["P1"].label["ja"] == "High" and len(policy.severities) == 4
    assert (policy.communication.report_hours, policy.communication.update_minutes) == (48, 30)


def test_null_takes_an_entry_away_and_a_new_one_is_added(tmp_path: Path) -> None:
    policy = policy_of("cause_categories: {data: null, weather: {ja: 天候}}\nescalation: {level3: ~}\n", tmp_path)
    assert "data" not in policy.cause_categories and policy.cause_categories["weather"].label == {"ja": "天候"}
    assert [step.name for step in policy.escalation] == ["level1", "level2"]


def test_lists_replace(tmp_path: Path) -> None:
    policy = policy_of("communication: {update_severities: [P0]}\nrequirements: []\n", tmp_path)
    assert policy.communication.update_severities == {"P0"} and policy.requirements == ()


def test_severities_of_ones_own(tmp_path: Path) -> None:
    text = """
severities: {P0: ~, P1: ~, P2: ~, P3: ~, SEV1: {response: 10}, SEV2: {response: {minutes: 90, clock: business}}}
impact_rule: {everyone_severity: SEV1, business_severity: SEV1, data_loss_severity: SEV1, many_severity: SEV2,
  else_severity: SEV2}
communication: {update_severities: [SEV1]}
requirements: [{sections: [summary], statuses: [resolved]}]
"""
    policy = policy_of(text, tmp_path)
    assert [severity.response for severity in policy.severities.values()] == [
        Target(10, "elapsed"), Target(90, "business")]  # fmt: skip
    assert policy.severity_rank("SEV1") < policy.severity_rank("SEV2") < policy.severity_rank("P0")
    (need,) = policy.requirements
    assert need.kinds == {"incident", "drill", "near_miss"} and need.statuses == {"resolved"}


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("mon-fri", "01234"),
        ("sat-mon", "560"),
        ("mon", "0"),
        ("mon,wed-thu", "023"),
        ("[sun, mon]", "60"),
        ("mon-sun", "0123456"),
    ],
)
def test_days(days: str, expected: str, tmp_path: Path) -> None:
    policy = policy_of(f"business_hours: {{days: {days if '[' in days else repr(days)}}}\n", tmp_path)
    assert policy.business_hours.days == {int(day) for day in expected}


@pytest.mark.parametrize(
    ("text", "name", "line", "column", "hint"),
    [
        ("timezon: UTC\n", "unknown-key", 1, 1, "did you mean `timezone`?"),
        ("locale: ja\nbusiness_hour: {}\n", "unknown-key", 2, 1, "did you mean `business_hours`?"),
        ("communication: {update_minute: 20}\n", "unknown-key", 1, 17, "did you mean `update_minutes`?"),
        ("communication:\n  report_hour: 20\n", "unknown-key", 2, 3, "did you mean `report_hours`?"),
        ("severities: {P1: {respnse: 30}}\n", "unknown-key", 1, 19, "did you mean `response`?"),
        ("severities: {P1: {response: {minuts: 30}}}\n", "unknown-key", 1, 30, "did you mean `minutes`?"),
        ("severities: {P7: {respnse: 30}}\n", "unknown-key", 1, 19, "did you mean `response`?"),
        ("impact_rule: {everyon: 90%}\n", "unknown-key", 1, 15, "did you mean `everyone`?"),
        ("requirements: [{section: [summary]}]\n", "unknown-key", 1, 17, "did you mean `sections`?"),
        ("requirements: [{sections: [sumary]}]\n", "unknown-value", 1, 28, "did you mean `summary`?"),
        ("locale: jp\n", "unknown-value", 1, 9, "known: ja, en"),
        ("impact_rule: {many_severity: P5}\n", "unknown-value", 1, 30, ""),
        ("detection_sources: {pager: {method: auto, by: staff}}\n", "unknown-value", 1, 37, "did you mean"),
        ("ignore: {empty-sections: x}\n", "unknown-value", 1, 10, "did you mean `empty-section`?"),
        ("timezone: Asia/Tokio\n", "wrong-type", 1, 11, ""),
        ("timezone: [UTC]\n", "wrong-type", 1, 11, ""),
        ("- timezone\n", "wrong-type", 1, 1, ""),
        ("just words\n", "wrong-type", 1, 1, ""),
        ("communication: 30\n", "wrong-type", 1, 16, ""),
        ("recurrence: 30\n", "wrong-type", 1, 13, ""),
        ("oncall: {}\n", "wrong-type", 1, 9, ""),
        ("oncall: {when: a}\n", "wrong-type", 1, 9, ""),
        ("oncall: [{when: a, whom: b}]\n", "unknown-key", 1, 20, "did you mean `who`?"),
        ("oncall: [{when: {fr: a}}]\n", "unknown-key", 1, 18, "known: ja, en"),
        ("services: [api, ~]\n", "wrong-type", 1, 17, ""),
        ("severities: {P0: {channels: [~]}}\n", "wrong-type", 1, 30, ""),
        ("severities: {P0: {ja: 重大}}\n", "unknown-key", 1, 19, "known: label"),
        ("severities: {P0: {response: {en: ~}}}\n", "unknown-key", 1, 30, "known: minutes, clock"),
        ("cause_categories: {data: {ja: [x]}}\n", "wrong-type", 1, 31, ""),
        ("notes: {fr: x}\n", "unknown-key", 1, 9, "known: ja, en"),
        ("ignore: [report-overdue]\n", "wrong-type", 1, 9, ""),
        ("ignore: {report-overdue: [x]}\n", "wrong-type", 1, 26, ""),
        ("ignore: {report-overdue: {ja: x}}\n", "wrong-type", 1, 26, ""),
        ("impact_rule: {many: unknown}\n", "wrong-type", 1, 21, ""),
        ("business_hours: {days: mon-}\n", "wrong-type", 1, 24, ""),
        ("business_hours: {closed: [~]}\n", "wrong-type", 1, 27, ""),
        ("business_hours: 9-18\n", "wrong-type", 1, 17, ""),
        ("drills: [1]\n", "wrong-type", 1, 9, ""),
        ("recurrence: {window_days: soon}\n", "wrong-type", 1, 27, ""),
        ("recurrence: {window_days: -1}\n", "wrong-type", 1, 27, ""),
        (f"recurrence: {{window_days: {'9' * 400}}}\n", "wrong-type", 1, 27, ""),
        ("severities: {P1: {response: 99999999999}}\n", "wrong-type", 1, 29, ""),
        ("contracts: {mttd: {from: detected_at}}\n", "unknown-value", 1, 26, "known: acknowledged_at, mitigated_at"),
        ("contracts: {mttr: {to: started_at}}\n", "unknown-value", 1, 24, "known: detected_at, acknowledged_at"),
        ("contracts: {mttr: {to: resolvd_at}}\n", "unknown-value", 1, 24, "did you mean `resolved_at`?"),
        ("severities: {P1: {response: [30]}}\n", "wrong-type", 1, 29, ""),
        ("impact_rule: {many: 300%}\n", "wrong-type", 1, 21, ""),
        ("business_hours: {days: weekdays}\n", "wrong-type", 1, 24, ""),
        ("business_hours: {from: 25:00}\n", "wrong-type", 1, 24, ""),
        ('business_hours: {from: "09:00+09:00"}\n', "wrong-type", 1, 24, ""),
        ('business_hours: {from: "19:00"}\n', "wrong-type", 1, 24, ""),
        ("business_hours: {closed: [soon]}\n", "wrong-type", 1, 27, ""),
        ("business_hours: {closed: [2026-02-30]}\n", "wrong-type", 1, 27, ""),
        ("locale: ja\nlocale: en\n", "duplicate-key", 2, 1, ""),
        ("a: b: c\n", "yaml-syntax", 1, 5, ""),
        ("timezone: !!python/name:os.x UTC\n", "yaml-tag", 1, 11, ""),
        ("locale: ja\n\tx\n", "yaml-syntax", 2, 1, ""),
        ("locale: ja\n".encode("utf-16"), "not-utf8", 1, 1, ""),
    ],
)  # fmt: skip
def test_slips(  # noqa: PLR0917 (one argument a column of the table)
    text: str | bytes, name: str, line: int, column: int, hint: str, tmp_path: Path
) -> None:
    finding = wrong(text, tmp_path)
    assert (finding.name, finding.position.line, finding.position.column) == (name, line, column)
    assert hint in finding.help


def test_a_folder_in_place_of_the_policy(tmp_path: Path) -> None:
    (tmp_path / "incidents/policy.yml").mkdir(parents=True)
    assert names(checked(tmp_path, VALID)) == ["not-a-file"]


def test_all_slips_at_once(tmp_path: Path) -> None:
    text = "timezon: UTC\nlocale: xx\nrecurrence: {window_days: x}\nignore: {bad-time: x}\n"
    result = checked(tmp_path, {"incidents/policy.yml": text, "incidents/x.md": "nothing"})
    assert names(result) == [
        "unknown-key", "unknown-value", "wrong-type", "rule-not-ignorable", "front-matter-missing",
    ]  # fmt: skip


KEYS = st.sampled_from(
    ["timezone", "business_hours", "severities", "communication", "requirements", "ignore", "P1", "response", "minutes",
     "clock", "days", "from", "closed", "escalation", "contacts", "notes", "ja", "oncall", "impact_rule", "services"]
)  # fmt: skip
SCALARS = st.sampled_from(
    ["", "null", "x", "-1", "30", "mon-fri", '"09:00"', "Asia/Tokyo", "35%", "P1", "2026-01-01", "'\\0'"]
)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(KEYS, inner, max_size=4).map(
            lambda entries: "{" + ", ".join(f"{key}: {value}" for key, value in entries.items()) + "}"
        ),
    ),
    max_leaves=12,
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entries=st.dictionaries(KEYS, TREES, max_size=4))
def test_any_policy_is_a_policy_or_a_finding(entries: dict[str, str], tmp_path: Path) -> None:
    text = "".join(f"{key}: {value}\n" for key, value in entries.items())
    result = checked(tmp_path, VALID, policy=text)
    lines = text.count("\n") + 1
    assert all(1 <= f.position.line <= lines for f in result.findings if f.path.endswith(".yml"))
    assert result.exit_code() in (0, 1, 2)
