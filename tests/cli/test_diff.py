"""`furikaeri diff` over real repositories: what it compares and says, its exit codes, and that it writes nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.cli.main import main
from tests.check.support import PATH, VALID, edited
from tests.read.git_support import commit, everything, git, repository

ID = "INC-2026-014"
POLICY = "incidents/policy.yml"


def record(number: int, *changes: tuple[str, str]) -> str:
    """Return another record like VALID, of a service and a fingerprint of its own."""
    own = (("[mks-backend]", f"[s{number}]"), ("category: capacity", f"category: capacity, fingerprint: f{number}"))
    return edited((ID, f"INC-2026-{number:03d}"), *own, *changes)


def path(number: int) -> str:
    return f"incidents/2026/INC-2026-{number:03d}.md"


LATER = (("09:30+09:00", "10:30+09:00"), ("| 09:30 |", "| 10:30 |"))
LATE_RESPONSE = (("09:07+09:00", "10:20+09:00"), ("09:25+09:00", "10:25+09:00"), ("09:30+09:00", "10:30+09:00"),
                 ("| 09:07 |", "| 10:20 |"), ("| 09:25 |", "| 10:25 |"), ("| 09:30 |", "| 10:30 |"))  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository whose main has three records; its branch `work` is checked out."""
    return repository(tmp_path / "r", {PATH: VALID, path(1): record(1), path(2): record(2)})


def diff(root: Path, *words: str, lang: str = "en", as_of: str = "2026-11-01T00:00+09:00") -> Result:
    return CliRunner().invoke(main, ["diff", *words, "--root", str(root), "--as-of", as_of, "--lang", lang])


def printed(root: Path, *words: str) -> dict[str, Any]:
    result = diff(root, *(words or ("main",)), "--format", "json")
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def records(document: Mapping[str, Any]) -> dict[str, list[str]]:
    return {state: [row["id"] for row in rows] for state, rows in document["records"].items() if rows}


def figure(document: Mapping[str, Any], name: str, month: str = "2026-10") -> dict[str, Any]:
    (row,) = (row for row in document["months"] if row["month"] == month)
    found: dict[str, Any] = row["figures"][name]
    return found


def remove(root: Path, name: str) -> None:
    git(root, "rm", "-q", name)
    commit(root)


def test_an_added_record(root: Path) -> None:
    commit(root, {path(3): record(3, *LATER)})
    found = printed(root)
    assert records(found) == {"added": ["INC-2026-003"]}
    mttr = figure(found, "mttr")
    assert (mttr["before"]["mean"], mttr["after"]["mean"]) == (30, (3 * 30 + 90) / 4)
    assert mttr["incidents"] == [
        {
            "id": "INC-2026-003",
            "before": None,
            "after": {"as": ["counted"], "value": 90},
            "why": [{"cause": "added", "names": []}],
        }
    ]
    assert [row["month"] for row in found["months"]] == ["2026-10"]


def test_a_removed_record(root: Path) -> None:
    remove(root, path(2))
    found = printed(root)
    assert records(found) == {"removed": ["INC-2026-002"]}
    (gone,) = figure(found, "incident_rate")["incidents"]
    assert (gone["after"], gone["why"]) == (None, [{"cause": "removed", "names": []}])
    assert figure(found, "mttr")["changed"] == ["n", "ids"]  # the mean is as it was: all took 30 minutes


def test_a_changed_record_names_the_fields_that_count(root: Path) -> None:
    commit(root, {path(1): record(1, *LATER, ("severity: P1", "severity: P1\ntitle2: x"))})
    assert records(printed(root)) == {"broken": ["INC-2026-001"]}  # an unknown key
    commit(root, {path(1): record(1, *LATER, ("全リクエスト失敗", "一部の失敗"))})
    found = printed(root)
    (changed,) = found["records"]["changed"]
    assert {field["field"]: (field["before"], field["after"]) for field in changed["fields"]} == {
        "title": ("予約API: 全リクエスト失敗", "予約API: 一部の失敗"),
        "resolved_at": ("2026-10-03T09:30:00+09:00", "2026-10-03T10:30:00+09:00"),
        "timeline": (None, None),
    }
    for name, value in (("mttr", (30, 90)), ("mrt", (25, 85))):
        (one,) = figure(found, name)["incidents"]
        assert (one["before"]["value"], one["after"]["value"]) == value
        assert one["why"] == [{"cause": "fields", "names": ["resolved_at"]}]
    assert "mttd" not in found["months"][0]["figures"]


def test_a_renamed_file_is_no_change(root: Path) -> None:
    git(root, "mv", path(1), "incidents/INC-2026-001-db.md")
    commit(root)
    found = printed(root)
    assert (records(found), found["months"], found["total"]) == ({}, [], None)
    assert "Nothing differs" in diff(root, "main").stdout


def test_a_promise_that_is_newly_missed(root: Path) -> None:
    commit(root, {path(1): record(1, *LATE_RESPONSE)})
    found = printed(root)
    missed = {(one["promise"], one["change"]) for one in found["promises"]}
    assert missed == {("response", "newly_missed"), ("update", "newly_missed")}
    (response,) = (one for one in found["promises"] if one["promise"] == "response")
    assert response["id"] == "INC-2026-001"
    assert response["before"] == {"state": "met", "taken": 2, "limit": 60}
    assert response["after"] == {"state": "missed", "taken": 75, "limit": 60}
    assert response["why"] == [{"cause": "fields", "names": ["acknowledged_at"]}]
    (one,) = figure(found, "response_target")["incidents"]
    assert (one["before"]["as"], one["after"]["as"]) == (["met"], ["missed"])
    back = printed(root, "work", "main", "--no-merge-base")
    assert {(one["id"], one["change"]) for one in back["promises"]} == {("INC-2026-001", "no_longer_missed")}


def test_a_recurrence_that_is_found(root: Path) -> None:
    commit(root, {path(3): record(3, ("fingerprint: f3", "fingerprint: f1"), ("2026-10-03", "2026-10-05"),
                                  *[("2026-10-03", "2026-10-05")] * 4, ("2026-10-04", "2026-10-06"))})  # fmt: skip
    found = printed(root)
    assert [(one["id"], one["repeats"], one["change"]) for one in found["recurrences"]] == [
        ("INC-2026-003", "INC-2026-001", "found")
    ]
    assert found["recurrences"][0]["why"] == [{"cause": "added", "names": []}]
    eligible = diff(root, "main", "--format", "json", as_of="2026-12-01T00:00+09:00")
    rate = figure(json.loads(eligible.stdout), "recurrence_rate")
    (earlier,) = (one for one in rate["incidents"] if one["id"] == "INC-2026-001")
    assert (earlier["before"]["as"], earlier["after"]["as"]) == (["eligible"], ["eligible", "recurred"])
    assert earlier["why"] == [{"cause": "records", "names": ["INC-2026-003"]}]


def test_a_policy_that_changed_is_said_with_what_it_did(root: Path) -> None:
    commit(
        root, {POLICY: "severities: {P1: {response: {minutes: 1, clock: elapsed}}}\nrecurrence: {window_days: 20}\n"}
    )
    found = printed(root)
    assert found["policy"] == [
        {"key": "severities.P1.response.minutes", "before": "60", "after": "1"},
        {"key": "recurrence.window_days", "before": "30", "after": "20"},
    ]
    assert found["contracts"] == [{"kpi": "recurrence_rate", "key": "window_days", "before": 30, "after": 20}]
    assert {one["change"] for one in found["promises"]} == {"newly_missed"}
    assert found["promises"][0]["why"] == [{"cause": "policy", "names": ["severities.P1.response.minutes"]}]
    assert records(found) == {}
    text = diff(root, "main").stdout
    assert "severities.P1.response.minutes: 60 → 1" in text and "recurrence_rate.window_days: 30 → 20" in text


def test_each_side_is_read_by_its_own_policy(root: Path) -> None:
    commit(root, {POLICY: "services: {s1: {en: One}, s2: {en: Two}}\n"})
    found = printed(root)
    assert records(found) == {"broken": [ID]}  # mks-backend is no service any more
    assert found["base"]["records"]["unusable"] == []


@pytest.mark.parametrize("side", ["base", "head", "both"])
def test_a_record_that_cannot_be_used_is_listed(side: str, tmp_path: Path) -> None:
    bad, good = record(1, ("severity: P1", "severity: P9")), record(1)
    root = repository(tmp_path / "r", {PATH: VALID, path(1): good if side == "head" else bad})
    commit(root, {path(1): good if side == "base" else bad.replace("35%", "36%")})
    found = printed(root)
    unusable = [{"id": "INC-2026-001", "rule": "unknown-value"}]
    assert found["base"]["records"]["unusable"] == ([] if side == "head" else unusable)
    assert found["head"]["records"]["unusable"] == ([] if side == "base" else unusable)
    assert records(found) == {"head": {"broken": ["INC-2026-001"]}, "base": {"mended": ["INC-2026-001"]}}.get(side, {})
    text = diff(root, "main").stdout
    where = {"base": "only before", "head": "only after", "both": "both sides"}[side]
    assert f"INC-2026-001 unknown-value ({where})" in text
    if side == "head":
        (one,) = figure(found, "mttr")["incidents"]
        assert one["why"] == [{"cause": "unusable", "names": ["unknown-value"]}]


def test_what_main_did_meanwhile_is_not_the_branchs(root: Path) -> None:
    commit(root, {path(3): record(3)})
    git(root, "checkout", "-q", "main")
    commit(root, {path(4): record(4), path(1): record(1, *LATER)})
    git(root, "checkout", "-q", "work")
    assert records(printed(root)) == {"added": ["INC-2026-003"]}
    both = {"added": ["INC-2026-003"], "removed": ["INC-2026-004"], "changed": ["INC-2026-001"]}
    for words in (("main", "--no-merge-base"), ("main..work",), ("main..",), ("main", "work", "--no-merge-base")):
        assert records(printed(root, *words)) == both
    for words in (("main...work",), ("main...",), ("main", "work"), ("main", "HEAD")):
        assert records(printed(root, *words)) == {"added": ["INC-2026-003"]}
    assert records(printed(root, "...main")) == {"added": ["INC-2026-004"], "changed": ["INC-2026-001"]}


def test_a_bare_repository_and_a_root_below_the_top(tmp_path: Path) -> None:
    root = repository(tmp_path / "r", {f"ops/運用/{PATH}": VALID, PATH: VALID})
    commit(root, {f"ops/運用/{path(3)}": record(3)})
    assert records(printed(root / "ops" / "運用")) == {"added": ["INC-2026-003"]}
    assert records(printed(root)) == {}
    commit(root, {path(5): record(5)})
    git(tmp_path, "clone", "-q", "--bare", str(root), "bare.git")
    assert records(printed(tmp_path / "bare.git", "main", "work")) == {"added": ["INC-2026-005"]}


def test_what_is_not_committed_does_not_count_and_nothing_is_written(root: Path) -> None:
    commit(root, {path(3): record(3)})
    (root / path(1)).write_text("changed", encoding="utf-8")
    (root / path(9)).write_text(record(9), encoding="utf-8")
    git(root, "add", path(9))
    before = everything(root)
    for form in ("text", "markdown", "json"):
        assert diff(root, "main", "--format", form).exit_code == 0
    assert everything(root) == before
    assert records(printed(root)) == {"added": ["INC-2026-003"]}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("nowhere",), "'nowhere' is no branch or commit here"),
        (("main", "nowhere"), "'nowhere' is no branch or commit here"),
        (("--", "--output=x"), "'--output=x' is no branch or commit here"),
        (("main..work", "HEAD"), "names both ends already"),
        (("main..work..main",), "names both ends already"),
        (("main...work", "--no-merge-base"), "asks for the merge base"),
        (("HEAD:incidents",), "is no branch or commit here"),
        ((), "Missing argument"),
    ],
)
def test_wrong_usage(words: tuple[str, ...], says: str, root: Path) -> None:
    options = [words for words in words if words.startswith("--no")]
    names = [word for word in words if word not in options]
    result = CliRunner().invoke(main, ["diff", "--root", str(root), *options, *names])
    assert result.exit_code == 2 and says in " ".join(result.stderr.split())
    assert not (root / "x").exists()


def test_without_a_common_commit_or_a_repository(root: Path, tmp_path: Path) -> None:
    git(root, "checkout", "-q", "--orphan", "alone")
    commit(root, {"x": ""})
    result = diff(root, "main")
    assert result.exit_code == 2 and "have no common commit here" in result.stderr
    assert diff(root, "main..").exit_code == 0
    git(tmp_path, "clone", "-q", "--depth=1", "--no-single-branch", f"file://{root}", "shallow")
    result = diff(tmp_path / "shallow", "origin/main")
    assert result.exit_code == 2 and "shallow" in result.stderr and "fetch-depth: 0" in result.stderr
    (tmp_path / "none").mkdir()
    result = diff(tmp_path / "none", "main")
    assert result.exit_code == 2 and "not a git repository" in result.stderr


def test_without_git(root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = diff(root, "main")
    assert result.exit_code == 2 and "git: No such file" in result.stderr


def test_nothing_to_compare(tmp_path: Path) -> None:
    root = repository(tmp_path / "r", {"README.md": "x"})
    result = diff(root, "main")
    assert result.exit_code == 1 and "nothing to compare" in result.stderr
    commit(root, {PATH: "broken"})
    result = diff(root, "main")
    assert result.exit_code == 1 and f"{PATH} front-matter-missing" in result.stdout
    commit(root, {PATH: VALID})
    assert records(printed(root)) == {"added": [ID]}  # the first records of all


@pytest.mark.parametrize("side", ["main", "HEAD"])
def test_a_policy_that_is_broken_stops_it(side: str, tmp_path: Path) -> None:
    root = repository(tmp_path / "r", {PATH: VALID} | ({POLICY: "x: 1\n"} if side == "main" else {}))
    commit(root, {POLICY: "locale: en\n" if side == "main" else "x: 1\n"})
    result = diff(root, "main")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"{side}:\n") and "unknown-key" in result.stderr


def test_as_of_is_for_both_sides(root: Path) -> None:
    commit(root, {path(1): record(1, *LATER)})
    early = json.loads(diff(root, "main", "--format", "json", as_of="2026-10-03T09:31").stdout)
    assert early["as_of"] == "2026-10-03T09:31:00+09:00"  # without an offset: the policy's zone
    (one,) = figure(early, "mttr")["incidents"]
    assert (one["before"], one["after"]) == ({"as": ["counted"], "value": 30}, {"as": ["open"], "value": 31})
    assert json.loads(diff(root, "main", "--format", "json", as_of="2026-10-01").stdout)["months"] == []
    assert diff(root, "main", as_of="soon").exit_code == 2


def test_the_language_is_that_of_the_policy_of_head(root: Path) -> None:
    commit(root, {POLICY: "locale: en\n"})
    said = [
        CliRunner().invoke(main, ["diff", *ends, "--root", str(root)]).stdout for ends in (("main",), ("HEAD..main",))
    ]
    assert "Policy" in said[0] and "方針" in said[1]
