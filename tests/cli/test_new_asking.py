"""`furikaeri new` at a terminal: it asks what was not given, and again where an answer cannot stand."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.cli import new
from tests.check.support import put
from tests.cli.new_support import AS_OF, LISTED, NOW, only, run, written


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(new, "at_terminal", lambda: True)


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(
    ("language", "title", "severity"),
    [("ja", "題名:", "影響から求めた深刻度: P1"), ("en", "Title:", "Severity by the impact: P1")],
)
def test_it_asks_for_what_it_needs(language: str, title: str, severity: str, tmp_path: Path) -> None:
    answers = "予約: 失敗\nbooking、 search\n35%\nhigh\nno\n2026-10-03 09:00\n09:05\nuser_report\n"
    result = run(tmp_path, "--lang", language, data=answers)
    assert result.stdout == f"{tmp_path}/incidents/2026/INC-2026-001-booking.md\n", "the questions go elsewhere"
    assert title in result.stderr and severity in result.stderr
    incident = only(tmp_path)
    assert (incident.title, incident.services, incident.severity) == ("予約: 失敗", ("booking", "search"), "P1")
    assert incident.impact.data_loss is False and incident.detection == "user_report"
    assert incident.started_at == NOW.replace(minute=0, second=0)
    assert incident.detected_at == NOW.replace(minute=5, second=0)


@pytest.mark.usefixtures("terminal")
def test_enter_takes_what_is_shown_and_unknown_is_an_answer(tmp_path: Path) -> None:
    written(tmp_path, data="x" + "\n" * 8)
    incident = only(tmp_path)
    assert (incident.services, incident.severity, incident.detection) == ((), "P0", None)
    assert incident.not_known == ("started_at",) and incident.detected_at == NOW.replace(second=0)


@pytest.mark.usefixtures("terminal")
def test_what_was_given_is_not_asked(tmp_path: Path) -> None:
    args = ["--title", "x", "--service", "a", "--users", "1%", "--business", "low", "--data-loss", "--lang", "en"]
    args += ["--started", "unknown", "--detected", "now", "--detection", "user_report"]
    result = run(tmp_path, *args)
    assert result.exit_code == 0 and result.stderr == "Severity by the impact: P1\n"


@pytest.mark.usefixtures("terminal")
def test_an_answer_that_cannot_stand_is_asked_again_with_the_reason(tmp_path: Path) -> None:
    put(tmp_path, {"incidents/policy.yml": LISTED + "locale: en\n"})
    what = "\nx\nbookin\nbooking\n350%\n35%\nhuge\nhigh\nmaybe\nyes\n"
    answers = what + "09:30\n09:10\n09:05\n09:15\nalertmanger\nalertmanager\n"
    result = run(tmp_path, data=answers)
    assert result.exit_code == 0, result.output
    reasons = ["did you mean `booking`?", "must be a share", "has no value `huge`", "true or false",
               "lies in the future", "`detected_at` is before", "did you mean `alertmanager`?"]  # fmt: skip
    assert [reason for reason in reasons if reason not in result.stderr] == []
    assert result.stderr.count("Title:") == 2 and result.stderr.count("Services") == 2
    incident = only(tmp_path)
    assert incident.services == ("booking",) and incident.impact.data_loss is True


@pytest.mark.usefixtures("terminal")
def test_another_severity_is_asked_its_reason(tmp_path: Path) -> None:
    result = run(tmp_path, "--title", "x", "--severity", "P3", "--lang", "en", data="\n90%\n\n\n夜間\n\n\n\n")
    assert result.exit_code == 0 and "The impact says P0. Why P3?" in result.stderr
    assert (only(tmp_path).severity, only(tmp_path).severity_reason) == ("P3", "夜間")


@pytest.mark.usefixtures("terminal")
def test_no_input_asks_nothing(tmp_path: Path) -> None:
    assert "missing: --title" in run(tmp_path, "--no-input").stderr
    written(tmp_path, "--no-input", "--title", "x")


@pytest.mark.usefixtures("terminal")
def test_an_end_of_the_answers_writes_nothing(tmp_path: Path) -> None:
    result = run(tmp_path, data="x\n")
    assert result.exit_code == 1 and result.stdout == "" and list(tmp_path.iterdir()) == []


def test_a_real_terminal_is_asked(tmp_path: Path) -> None:
    import pty

    master, slave = pty.openpty()
    command = [sys.executable, "-m", "generator", "new", "--root", str(tmp_path), "--as-of", AS_OF, "--lang", "en"]
    with subprocess.Popen(command, stdin=slave, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        os.write(master, b"At a terminal\n" + b"\n" * 8)
        out, error = process.communicate(timeout=60)
    os.close(slave)
    os.close(master)
    assert process.returncode == 0, error
    assert out.decode() == f"{tmp_path}/incidents/2026/INC-2026-001-at-a-terminal.md\n"
    assert b"Share of the users hit" in error
    assert only(tmp_path).title == "At a terminal"


@pytest.mark.usefixtures("terminal")
def test_japanese_answers_and_other_forms_of_times_are_taken(tmp_path: Path) -> None:
    answers = "予約: 失敗\n不明\n35%\n高\nいいえ\n2026/10/3 9:00\n9時5分\n不明\n"
    result = run(tmp_path, data=answers)
    assert result.exit_code == 0 and "Error" not in result.stderr, result.stderr
    incident = only(tmp_path)
    assert (incident.services, incident.detection) == ((), None)
    assert (incident.impact.business, incident.impact.data_loss) == ("high", False)
    assert incident.started_at == NOW.replace(minute=0, second=0)
    assert incident.detected_at == NOW.replace(minute=5, second=0)


@pytest.mark.usefixtures("terminal")
def test_a_reason_stands_below_the_answer_in_the_language_of_the_questions(tmp_path: Path) -> None:
    result = run(tmp_path, "--title", "x", data="\n350%\n35%\n" + "\n" * 5)
    assert "\n  `impact.users_affected` には 0〜1 の割合か百分率を書きます。" in result.stderr
    assert "Error" not in result.stderr
