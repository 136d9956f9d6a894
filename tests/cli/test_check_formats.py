"""`furikaeri check`: --format, --output, --color, and what it does inside GitHub Actions."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from rich.text import Text

from generator.check.report import as_report
from generator.cli.colour import as_coloured, wanted
from generator.cli.main import main
from generator.exchange.reports import FORMATS
from generator.model.finding import Ignored
from tests.check.support import PATH, VALID, edited, put
from tests.exchange.reports.runner import commands
from tests.exchange.reports.support import checked_with, finding, records_of, texts

AS_OF = "2026-11-01T00:00+09:00"
BROKEN = edited(("35%", "350%"), ("owner: SRE, ", ""))
CLOSING = "1 件の記録: 誤り 1、警告 1、助言 0\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "top/.git").mkdir(parents=True)
    return put(tmp_path / "top/ops", {PATH: BROKEN})


def run(root: Path, *args: str, **env: str) -> Result:
    result = CliRunner().invoke(main, ["check", "--root", str(root), "--as-of", AS_OF, *args], env=env)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(("text", "args", "code"), [(VALID, [], 0), (BROKEN, [], 1), (None, [], 3)])
def test_a_format_changes_no_exit_code(form: str, text: str | None, args: list[str], code: int, tmp_path: Path) -> None:
    put(tmp_path, {"incidents/README.md": "x", **({PATH: text} if text else {})})
    assert run(tmp_path, "--format", form, *args).exit_code == code


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("gitlab", "[\n"),
        ("sarif", '{\n  "$schema": '),
        ("junit", "<?xml "),
        ("rdjson", '{\n  "source": '),
        ("json", '{\n  "schema": '),
        ("github", "::error file=ops/incidents/"),
        ("text", "error["),
    ],
)
def test_every_format_can_be_asked_for(form: str, start: str, root: Path) -> None:
    assert run(root, "--format", form).stdout.startswith(start)


def test_paths_lead_from_the_top_of_the_repository_where_readers_know_that_alone(root: Path) -> None:
    assert f'"ops/{PATH}"' in run(root, "--format", "gitlab").stdout
    assert f'"{PATH}"' in run(root, "--format", "json").stdout
    assert f"--> {PATH}" in run(root, "--format", "text").stdout


def test_inside_github_actions_the_default_is_annotations_and_the_summary(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "summary.md"
    result = run(root, GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(file))
    assert [command.name for command in commands(result.stdout)] == ["error", "warning"]
    assert result.stdout.endswith("\n" + CLOSING) and result.exit_code == 1
    text = file.read_text(encoding="utf-8")
    assert text.count(f"| <code>ops/{PATH}") == 2 and "誤り 1、警告 1" in text
    run(root, GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(file))
    assert file.read_text(encoding="utf-8") == text * 2  # appended: the step may have written before


@pytest.mark.parametrize("env", [{}, {"GITHUB_ACTIONS": "true"}])
def test_a_format_asked_for_is_given_everywhere(env: dict[str, str], root: Path, tmp_path: Path) -> None:
    file = tmp_path / "summary.md"
    assert run(root, "--format", "text", GITHUB_STEP_SUMMARY=str(file), **env).stdout.startswith("error[")
    assert not file.exists()


def test_a_summary_that_cannot_be_written_is_said_and_fails_nothing(root: Path, tmp_path: Path) -> None:
    result = run(root, "--format", "github", GITHUB_STEP_SUMMARY=str(tmp_path / "nowhere/summary.md"))
    assert result.exit_code == 1 and "cannot be written" in result.stderr
    assert len(commands(result.stdout)) == 2


def test_the_text_in_a_log_of_github_actions_holds_no_command(tmp_path: Path) -> None:
    put(tmp_path, {PATH: edited(("category: capacity", 'category: "##[add-mask]x"'))})
    assert commands(run(tmp_path, "--format", "text").stdout) != []
    assert commands(run(tmp_path, "--format", "text", GITHUB_ACTIONS="true").stdout) == []


def test_output_takes_the_report_and_leaves_the_closing_line(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "furikaeri.sarif"
    result = run(root, "--format", "sarif", "--output", str(file))
    assert result.stdout == CLOSING and result.exit_code == 1
    assert file.read_text(encoding="utf-8") == run(root, "--format", "sarif").stdout
    assert len(json.loads(file.read_text(encoding="utf-8"))["runs"][0]["results"]) == 2


@pytest.mark.parametrize("env", [{}, {"GITHUB_ACTIONS": "true"}])
def test_output_is_text_without_colour_unless_asked(env: dict[str, str], root: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    assert run(root, "--output", str(file), "--color", "always", **env).stdout == CLOSING
    assert file.read_text(encoding="utf-8") == run(root).stdout


def test_an_output_that_cannot_be_written_is_wrong_usage(root: Path, tmp_path: Path) -> None:
    for output in (tmp_path / "nowhere/report.json", tmp_path):
        result = run(root, "--format", "json", "--output", str(output))
        assert result.exit_code == 2 and "--output" in result.stderr


@pytest.mark.parametrize(
    ("choice", "environ", "terminal", "colour"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "0"}, True, False),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, False),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_when_there_is_colour(choice: str, environ: dict[str, str], terminal: bool, colour: bool) -> None:
    assert wanted(choice, environ, terminal) is colour


def test_colour_is_text_with_codes(root: Path) -> None:
    plain, coloured = run(root), run(root, "--color", "always")
    assert "\x1b" not in plain.stdout and plain.exit_code == coloured.exit_code == 1
    assert "\x1b[1;31merror[F122]\x1b[0m" in coloured.stdout
    assert "\x1b[1;33mwarning[" in coloured.stdout
    assert re.search(r"\x1b\[1;31m\^+\x1b\[0m", coloured.stdout)
    assert Text.from_ansi(coloured.stdout).plain.rstrip("\n") == plain.stdout.rstrip("\n")
    assert run(root, FORCE_COLOR="1").stdout == coloured.stdout
    assert run(root, FORCE_COLOR="1", NO_COLOR="1").stdout == plain.stdout


@given(texts, texts)
def test_colour_changes_no_character_and_obeys_no_record(message: str, line: str) -> None:
    found = [finding(message, note="[bold]n[/]", line=1), finding("[red]x[/red] :smile: \\[y]", line=1)]
    checked = checked_with(found, [Ignored(finding(), "[link=x]理由[/link]", "policy")])
    records = records_of({PATH: line})
    coloured = as_coloured(checked, records, "ja")
    codes = re.compile(r"\x1b\[[0-9;]*m")
    assert codes.sub("", coloured) == as_report(checked, records, "ja")
    assert all(
        set(code[2:-1].split(";")) <= {"0", "1", "2", "31", "33", "34", "36"} for code in codes.findall(coloured)
    )


def test_a_plain_check_starts_without_the_other_formats(root: Path) -> None:
    put(root, {PATH: VALID})
    probe = (
        "import sys\nfrom generator.cli.main import main\n"
        f"try:\n    main(['check', '--root', {str(root)!r}, '--as-of', {AS_OF!r}])\n"
        "except SystemExit:\n    pass\n"
        "late = ('rich', 'xml', 'hashlib', 'generator.exchange.reports.')\n"
        "print(sorted(name for name in sys.modules if name.startswith(late)))\n"
    )
    said = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, encoding="utf-8", check=True)
    assert said.stdout.splitlines()[-1] == "['generator.exchange.reports.text']"
