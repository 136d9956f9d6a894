"""`furikaeri check`: exit codes, options, languages, and what is said about wrong usage."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli.main import main
from tests.check.support import PATH, VALID, edited, put

AS_OF = "2026-11-01T00:00+09:00"
WARNS = edited(("owner: SRE, ", ""))
BROKEN = edited(("35%", "350%"))


def run(root: Path, *args: str, as_of: str | None = AS_OF) -> Result:
    when = ["--as-of", as_of] if as_of else []
    result = CliRunner().invoke(main, ["check", "--root", str(root), *when, *args])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.mark.parametrize(
    ("text", "policy", "args", "code"),
    [
        (VALID, None, [], 0),
        (WARNS, None, [], 0),
        (WARNS, None, ["--strict"], 1),
        (VALID, None, ["--strict"], 0),
        (BROKEN, None, [], 1),
        (BROKEN, "timezon: UTC", [], 2),
        (VALID, "timezon: UTC", [], 2),
        (None, None, [], 3),
        (None, "locale: en", [], 3),
        (None, "locale: xx", [], 2),
        (WARNS, "ignore: {action-without-owner: 小さなチーム}", ["--strict"], 0),
    ],
)
@pytest.mark.parametrize("form", ["text", "json"])
def test_exit_codes(  # noqa: PLR0917 (one argument a column of the table)
    text: str | None, policy: str | None, args: list[str], code: int, form: str, tmp_path: Path
) -> None:
    put(tmp_path, {"incidents/README.md": "x"})
    put(tmp_path, {PATH: text} if text else {})
    put(tmp_path, {"incidents/policy.yml": policy} if policy else {})
    assert run(tmp_path, "--format", form, *args).exit_code == code


@pytest.mark.parametrize(
    "args", [["--format", "xml"], ["--lang", "fr"], ["--as-of", "gestern"], ["--strickt"], ["extra"]]
)
def test_wrong_usage(args: list[str], tmp_path: Path) -> None:
    put(tmp_path, {PATH: VALID})
    result = run(tmp_path, *args)
    assert result.exit_code == 2 and "Error" in result.output


def test_a_wrong_option_says_what_was_meant(tmp_path: Path) -> None:
    assert "--strict" in run(tmp_path, "--strickt").output
    mistyped = CliRunner().invoke(main, ["chek"])
    assert mistyped.exit_code == 2 and "Did you mean 'check'?" in mistyped.output


def test_a_root_that_is_not_there(tmp_path: Path) -> None:
    assert run(tmp_path / "nowhere").exit_code == 2
    assert run(tmp_path).exit_code == 3


@pytest.mark.parametrize(
    ("policy", "args", "words"),
    [
        ("", [], "件の記録: 誤り 1"),
        ("locale: en", [], "errors 1"),
        ("locale: en", ["--lang", "ja"], "件の記録: 誤り 1"),
        ("", ["--lang", "en"], "errors 1"),
    ],
)
def test_the_language(policy: str, args: list[str], words: str, tmp_path: Path) -> None:
    put(tmp_path, {PATH: BROKEN, "incidents/policy.yml": policy})
    assert words in run(tmp_path, *args).output


@pytest.mark.parametrize(
    ("as_of", "future"),
    [
        ("2026-10-04T08:00+09:00", False),
        ("2026-10-04T07:59+09:00", True),
        ("2026-10-04 08:00", False),
        ("2026-10-03T23:00Z", False),
        ("2026-10-04", True),
        ("2026-10-05", False),
    ],
)
def test_as_of(as_of: str, future: bool, tmp_path: Path) -> None:
    put(tmp_path, {PATH: VALID})
    result = run(tmp_path, as_of=as_of)
    assert ("time-in-future" in result.output) is future and result.exit_code == int(future)


def test_as_of_is_in_the_policys_zone(tmp_path: Path) -> None:
    put(tmp_path, {PATH: VALID, "incidents/policy.yml": "timezone: UTC"})
    assert "time-in-future" not in run(tmp_path, as_of="2026-10-03T23:00").output
    assert "time-in-future" in run(tmp_path, as_of="2026-10-03T22:59").output


def test_now_is_the_default(tmp_path: Path) -> None:
    put(tmp_path, {PATH: VALID.replace("2026-10-04T08:00", "2199-10-04T08:00")})
    assert "time-in-future" in run(tmp_path, as_of=None).output


def test_here_is_the_default_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, {PATH: BROKEN})
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["check", "--as-of", AS_OF])
    assert result.exit_code == 1 and f"--> {PATH}:14:26" in result.output


def test_json_is_only_json_with_paths_below_the_root(tmp_path: Path) -> None:
    put(tmp_path, {PATH: BROKEN})
    document = json.loads(run(tmp_path, "--format", "json").stdout)
    assert document["counts"] == {"error": 1, "warning": 0, "advice": 0}
    assert [found["path"] for found in document["findings"]] == [PATH]
    put(tmp_path / "empty", {"incidents/README.md": ""})
    nothing = json.loads(run(tmp_path / "empty", "--format", "json").stdout)
    assert nothing == {
        "schema": "furikaeri/findings/1", "records": 0, "findings": [],
        "counts": {"error": 0, "warning": 0, "advice": 0},
    }  # fmt: skip


def test_it_starts_without_what_it_does_not_need(tmp_path: Path) -> None:
    put(tmp_path, {PATH: VALID})
    code = (
        "import sys\nfrom generator.cli.main import main\n"
        f"main(['check', '--root', {str(tmp_path)!r}, '--as-of', {AS_OF!r}], standalone_mode=False)\n"
    )
    probe = f"import sys\ntry:\n    exec({code!r})\nexcept SystemExit as end:\n    print(end.code)\n" + (
        "print(sorted({'pandas', 'matplotlib', 'mkdocs', 'scipy', 'numpy', 'jinja2', 'rich', 'feedgenerator', "
        "'icalendar', 'weasyprint'} & set(sys.modules)))\n"
    )
    said = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, encoding="utf-8", check=True)
    assert said.stdout.splitlines()[-2:] == ["0", "[]"]


def test_the_module_is_the_command() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "generator", "--version"], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert said.stdout.startswith("furikaeri, version ")


def test_nothing_is_written(tmp_path: Path) -> None:
    put(tmp_path, {PATH: BROKEN, "incidents/policy.yml": "locale: en\n"})
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    run(tmp_path)
    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before
