"""Changes that touch a closed month are warned of; prose, the passing of time and the other months are not."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.check.check import check
from generator.check.sets.changed import read_changed
from generator.cli.main import main
from generator.model.finding import Finding
from generator.read.git import Asked
from tests.check.support import AS_OF
from tests.closed import (
    BEFORE,
    DRILL,
    LOCK,
    ONE,
    OPEN,
    POLICY,
    TWO,
    checked,
    close,
    month,
    one,
    put,
    record,
    remove,
    resolved,
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    close(month(tmp_path))
    return tmp_path


def found(root: Path) -> list[Finding]:
    return [finding for finding in checked(root).findings if finding.code.startswith("F65")]


def named(root: Path) -> list[tuple[str, str]]:
    return [(finding.name, finding.path.rpartition("/")[2]) for finding in found(root)]


def test_an_untouched_month_has_no_finding(root: Path) -> None:
    assert found(root) == []
    assert [str(lock.month) for lock in checked(root).locks] == ["2025-10"]


def test_a_corrected_fact_is_named_with_what_it_was(root: Path) -> None:
    put(root, ONE, one(resolved="10-03 10:00", severity="P2"))
    (finding,) = found(root)
    assert (finding.name, finding.level.value, finding.path) == (
        "closed-month-changed", "warning", f"incidents/2025/{ONE}.md",
    )  # fmt: skip
    assert finding.message == (
        "a record of the closed month 2025-10 has changed since it was reported: severity P3 → P2, "
        "resolved_at 2025-10-03 09:30:00+09:00 → 2025-10-03 10:00:00+09:00"
    )
    assert finding.position.line == 5  # the severity, first of them
    assert "furikaeri close 2025-10 --reclose REASON" in finding.help and "2025-11-01 09:00" in finding.note
    (japanese,) = (f for f in checked(root, "ja").findings if f.name == "closed-month-changed")
    assert "締めた月 2025-10 の記録が、報告の後に変わっています: severity P3 → P2、resolved_at" in japanese.message


def test_prose_and_form_change_no_figure(root: Path) -> None:
    put(root, ONE, one().replace("止まった。", "予約が止まった。").replace("title: INC", "title: 予約の停止 INC"))
    put(root, TWO, record(TWO, started="2025-10-10T00:00+00:00", detected="10-10 09:10", acked="unknown",
                          resolved="10-10 10:30", status="reviewed") + "\n## 学習事項\n\n学んだ。\n")  # fmt: skip
    assert found(root) == []


def test_what_happened_after_the_closing_changes_nothing_reported(root: Path) -> None:
    put(root, OPEN, resolved())
    assert found(root) == []
    put(root, OPEN, resolved("2025-10-31T10:00+09:00"))  # it had ended before the month was closed
    (finding,) = found(root)
    assert "status open → resolved" in finding.message and "resolved_at none → 2025-10-31 10:00" in finding.message


def test_an_end_nobody_saw_may_have_come_after_the_closing(root: Path) -> None:
    put(root, OPEN, record(OPEN, started="10-30 09:00", detected="10-30 09:20", acked="10-30 09:30",
                           mitigated="unknown", resolved="unknown"))  # fmt: skip
    assert found(root) == []


def test_a_fact_that_was_unknown_is_a_change_when_it_is_found_out(root: Path) -> None:
    put(root, TWO, record(TWO, started="10-10 09:00", detected="10-10 09:10", acked="10-10 09:12",
                          resolved="10-10 10:30"))  # fmt: skip
    (finding,) = found(root)
    assert "acknowledged_at unknown → 2025-10-10 09:12" in finding.message


def test_a_record_written_late_is_named(root: Path) -> None:
    late = "INC-2025-030"
    put(root, late, record(late, started="10-20 09:00", detected="10-20 09:05", resolved="10-20 10:00"))
    assert named(root) == [("closed-month-added", f"{late}.md")]
    assert found(root)[0].position.line == 8  # started_at


@pytest.mark.parametrize(
    "text",
    [
        record("INC-2025-030", started="10-20 09:00", detected="11-02 09:00", resolved="11-02 10:00"),  # seen later
        record("INC-2025-030", started="10-20 09:00", detected="10-20 09:05", resolved="10-20 10:00", kind="near_miss"),
        record("INC-2025-030", started="10-20 09:00", detected="10-20 09:05", resolved="10-20 10:00",
               more="exclude_from_kpi: 試験\n"),
        record("INC-2025-030", started="11-01 00:00", detected="11-01 00:05", resolved="11-01 10:00"),
    ],
)  # fmt: skip
def test_a_new_record_that_moves_no_reported_figure_is_not(root: Path, text: str) -> None:
    put(root, "INC-2025-030", text)
    assert found(root) == []


def test_a_record_moved_into_and_out_of_the_month(root: Path) -> None:
    put(root, BEFORE, record(BEFORE, started="10-01 09:00", detected="10-01 09:05", acked="10-01 09:06",
                             resolved="10-01 10:00"))  # fmt: skip
    put(root, TWO, record(TWO, started="11-10 09:00", detected="11-10 09:10", acked="unknown", resolved="11-10 10:30"))
    assert named(root) == [("closed-month-added", f"{BEFORE}.md"), ("closed-month-changed", f"{TWO}.md")]
    assert "started_at 2025-10-10 09:00:00+09:00 → 2025-11-10" in found(root)[1].message


def test_a_record_that_is_gone_is_named_where_the_lock_lists_it(root: Path) -> None:
    remove(root, TWO)
    remove(root, DRILL)  # it was in no figure
    (finding,) = found(root)
    assert (finding.name, finding.path) == ("closed-month-lost", LOCK)
    line = (root / LOCK).read_text(encoding="utf-8").split("\n")[finding.position.line - 1]
    assert line[finding.position.column - 1 :][: finding.length] == f'"{TWO}"'
    assert f"incidents/2025/{TWO}.md" in finding.note


def test_a_renamed_file_is_not_gone(root: Path) -> None:
    file = root / "incidents" / "2025" / f"{TWO}.md"
    file.rename(file.with_name(f"{TWO}-api.md"))
    assert found(root) == []


def test_a_drill_matters_once_it_counts(root: Path) -> None:
    put(root, DRILL, record(DRILL, kind="drill", started="10-15 09:00", detected="10-15 09:00", resolved="10-15 11:00"))
    assert found(root) == []
    put(root, DRILL, record(DRILL, started="10-15 09:00", detected="10-15 09:00", resolved="10-15 11:00"))
    (finding,) = found(root)
    assert "kind drill → incident" in finding.message


ACTIONS = (
    "cause: {{category: capacity, fingerprint: pool}}\nactions:\n"
    "  - {{id: A1, title: a, kind: prevent, owner: SRE, due: {a}, status: done, done_at: {b}}}\n"
    "  - {{id: A2, title: b, kind: prevent, owner: SRE, due: {c}, status: in_progress}}\n"
)


@pytest.mark.parametrize(
    ("a", "b", "c", "expected"),
    [
        ("2025-10-20", "2025-10-19", "2026-09-30", None),  # what was still to be done goes on
        ("2025-10-20", "2025-10-18", "2025-12-31", "actions.A1.done_at 2025-10-19 → 2025-10-18"),
        ("2025-10-25", "2025-10-19", "2025-12-31", "actions.A1.due 2025-10-20 → 2025-10-25"),
    ],
)
def test_actions_that_were_settled_may_not_change(tmp_path: Path, a: str, b: str, c: str, expected: str | None) -> None:
    month(tmp_path)
    put(tmp_path, ONE, one(more=ACTIONS.format(a="2025-10-20", b="2025-10-19", c="2025-12-31")))
    close(tmp_path)
    put(tmp_path, ONE, one(more=ACTIONS.format(a=a, b=b, c=c)))
    messages = [finding.message for finding in found(tmp_path)]
    assert [expected in message for message in messages if expected] == ([True] if expected else messages)


def test_a_reason_in_the_record_spares_the_warning(root: Path) -> None:
    put(root, ONE, one(resolved="10-03 10:00").replace("title:", "# furikaeri: ignore closed-month-changed 確かめた\n"
                                                       "title:"))  # fmt: skip
    result = checked(root)
    assert [finding.name for finding in result.findings] == []
    assert [ignored.finding.name for ignored in result.ignored] == ["closed-month-changed"]


def test_the_policy_may_ignore_it_where_it_happens(root: Path) -> None:
    remove(root, TWO)
    (root / "incidents" / "policy.yml").write_text(f"{POLICY}ignore: {{closed-month-lost: 移した}}\n", encoding="utf-8")
    assert found(root) == [] and "unused-ignore" not in [finding.name for finding in checked(root).findings]


def test_closing_again_ends_the_warning(root: Path) -> None:
    put(root, ONE, one(resolved="10-03 10:00"))
    close(root, "--reclose", "確かめた")
    assert found(root) == []


def test_a_broken_lock_is_an_error_and_hides_nothing_else(root: Path) -> None:
    put(root, TWO, record(TWO, started="10-10 09:00", detected="10-10 08:00", resolved="10-10 10:30"))
    (root / LOCK).write_text("<<<<<<< HEAD\n", encoding="utf-8")
    result = checked(root)
    assert {finding.name for finding in result.findings} == {"detected-before-started", "lock-unreadable"}
    assert result.exit_code() == 1 and result.locks == ()


def git(root: Path, *words: str) -> None:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True)


def committed(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "x")


def changed(root: Path) -> list[tuple[str, str]]:
    read = read_changed(root, Asked(root, "incidents", "HEAD"))
    result = check(read.records, AS_OF, language="en", future=AS_OF, others=read.others)
    return [(f.name, f.path.rpartition("/")[2]) for f in result.findings]


def test_the_changed_records_alone_tell_as_much(root: Path) -> None:
    git(root, "init", "-q")
    committed(root)
    assert changed(root) == []
    put(root, ONE, one(resolved="10-03 10:00"))
    remove(root, TWO)
    late = "INC-2025-030"
    put(root, late, record(late, started="10-20 09:00", detected="10-20 09:05", resolved="10-20 10:00"))
    expected = [("closed-month-changed", f"{ONE}.md"), ("closed-month-added", f"{late}.md"),
                ("closed-month-lost", LOCK.rpartition("/")[2])]  # fmt: skip
    assert changed(root) == expected == named(root)
    committed(root)
    put(root, BEFORE, record(BEFORE, started="09-10 09:00", detected="09-10 09:05", acked="09-10 09:06",
                             resolved="09-10 11:00"))  # fmt: skip
    assert changed(root) == []  # what is on the branch already is not this change's
    assert named(root) == expected


def test_a_touched_lock_is_read_and_an_untouched_one_left_alone(root: Path) -> None:
    git(root, "init", "-q")
    committed(root)
    (root / LOCK).write_text("{}", encoding="utf-8")
    assert changed(root) == [("lock-unreadable", "2025-10.lock.json")]
    committed(root)
    assert changed(root) == []


def test_a_new_record_of_a_closed_month_is_warned_of_at_once(root: Path) -> None:
    options = ["--title", "x", "--service", "api", "--users", "1%", "--business", "low", "--no-data-loss",
               "--started", "2025-10-20 09:00", "--detected", "2025-10-20 09:05"]  # fmt: skip
    result = CliRunner().invoke(main, ["new", *options, "--root", str(root), "--lang", "en"], input="")
    assert result.exit_code == 0, result.output
    assert "closed-month-added" in result.stderr and "closed-month-lost" not in result.stderr
