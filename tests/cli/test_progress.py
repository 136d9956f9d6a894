"""One line that tells how far it is: only on a terminal."""

from __future__ import annotations

import io
import time

import pytest

from generator.cli.progress import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.delenv("CI", raising=False)
    return Terminal()


def clock(monkeypatch: pytest.MonkeyPatch, *moments: float) -> None:
    following = iter(moments)
    monkeypatch.setattr(time, "monotonic", lambda: next(following))


def test_what_takes_long_is_told_on_one_line_that_goes_again(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock(monkeypatch, 1, 3, 5, 5.01, 6)
    with progress("ja", terminal) as report:
        report("check", 0, 0)
        report("measure", 0, 0)
        for done in (0, 8, 1600):
            report("pages", done, 20000)
    said = terminal.getvalue().split("\r")
    assert [text for text in said if text.strip()] == [
        "記録を検査中",
        "計算中",
        "ページを作成中 0/20,000",
        "ページを作成中 1,600/20,000",
    ]
    assert terminal.getvalue().endswith("\r") and "\n" not in terminal.getvalue()


def test_in_ci_and_in_a_pipe_nothing_is_told(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    clock(monkeypatch, 9)
    monkeypatch.setenv("CI", "true")
    with progress("en", terminal) as report:
        report("check", 0, 0)
    monkeypatch.delenv("CI")
    pipe = io.StringIO()
    with progress("en", pipe) as report:
        report("check", 0, 0)
    assert terminal.getvalue() == pipe.getvalue() == ""


def test_after_an_error_the_line_is_gone(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    clock(monkeypatch, 9)
    with pytest.raises(ValueError, match="no"), progress("en", terminal) as report:
        report("draw", 0, 0)
        raise ValueError("no")
    assert terminal.getvalue().split("\r")[-2:] == [" " * 14, ""]
