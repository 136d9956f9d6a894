"""`furikaeri check --fix` and `--diff`: what they say, write and exit with."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli.main import main
from tests.check.support import PATH, VALID, edited, put

SLIPPED = edited(("id: INC-2026-014", "id: inc-2026-14"), ("due: 2026-11-30", "due: 2026/11/30"))
BROKEN = edited(("35%", "350%"), text=SLIPPED)


def run(root: Path, *args: str) -> Result:
    result = CliRunner().invoke(main, ["check", "--root", str(root), "--as-of", "2026-11-01T00:00+09:00", *args])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_it_mends_says_so_and_checks(tmp_path: Path) -> None:
    put(tmp_path, {PATH: SLIPPED})
    assert run(tmp_path).exit_code == 1
    result = run(tmp_path, "--fix")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        f"直しました: {PATH}: ID の形 1、時刻と日付の形 1",
        "1 件の記録: 誤り 0、警告 0、助言 0",
    ]
    assert (tmp_path / PATH).read_text(encoding="utf-8") == VALID
    assert run(tmp_path, "--fix").stdout == "1 件の記録: 誤り 0、警告 0、助言 0\n"


def test_what_remains_decides_the_exit_code(tmp_path: Path) -> None:
    put(tmp_path, {PATH: BROKEN})
    result = run(tmp_path, "--fix", "--lang", "en")
    assert result.exit_code == 1
    assert result.stdout.startswith(f"mended: {PATH}: form of ids 1, form of times and dates 1\nerror[F122] wrong-type")
    assert result.stdout.endswith("1 record: errors 1, warnings 0, advice 0\n")
    assert (tmp_path / PATH).read_text(encoding="utf-8") == edited(("35%", "350%"))


def test_strict_counts_the_warnings_that_remain(tmp_path: Path) -> None:
    put(tmp_path, {PATH: edited(("owner: SRE, ", ""), text=SLIPPED)})
    assert run(tmp_path, "--fix", "--strict").exit_code == 1
    assert run(tmp_path, "--fix").exit_code == 0


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("ja", "直していません: {}: ファイル名を INC-2026-014.md に変えれば、id も直せます"),
        ("en", "not mended: {}: rename it to INC-2026-014.md, then its id can be mended"),
    ],
)
def test_what_cannot_be_mended_is_told(lang: str, line: str, tmp_path: Path) -> None:
    path = "incidents/2026/INC-2026-14.md"
    put(tmp_path, {path: edited(("id: INC-2026-014", "id: INC-2026-14"))})
    result = run(tmp_path, "--fix", "--lang", lang)
    assert result.exit_code == 1 and result.stdout.splitlines()[0] == line.format(path)


def test_json_stays_json(tmp_path: Path) -> None:
    put(tmp_path, {PATH: SLIPPED})
    result = run(tmp_path, "--fix", "--format", "json")
    assert json.loads(result.stdout)["counts"]["error"] == 0
    assert result.stderr.startswith("直しました: ")


@pytest.mark.parametrize("args", [["--diff"], ["--fix", "--diff"], ["--diff", "--format", "json"]])
def test_the_difference_is_shown_and_nothing_written(args: list[str], tmp_path: Path) -> None:
    put(tmp_path, {PATH: BROKEN})
    result = run(tmp_path, *args, "--lang", "en")
    assert result.exit_code == 1
    assert [line for line in result.stdout.splitlines() if line[0] in "+-"] == [
        f"--- a/{PATH}", f"+++ b/{PATH}", "-id: inc-2026-14", "+id: INC-2026-014",
        *(f"{sign}  - {{id: A1, title: 監視, kind: detect, owner: SRE, due: {day}, status: open}}"
          for sign, day in (("-", "2026/11/30"), ("+", "2026-11-30"))),
    ]  # fmt: skip
    assert result.stderr == "1 file would change\n"
    assert (tmp_path / PATH).read_text(encoding="utf-8") == BROKEN


def test_no_difference_is_no_output(tmp_path: Path) -> None:
    put(tmp_path, {PATH: edited(("35%", "350%"))})
    result = run(tmp_path, "--diff")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "0 件のファイルが変わります\n")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_git_can_apply_the_difference(end: str, tmp_path: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("no git")
    text = edited(("予約に失敗した。", "予約に\x1b[31m失敗\x0cした。\N{LINE SEPARATOR}  "), text=SLIPPED)
    put(tmp_path, {PATH: text.removesuffix("\n").replace("\n", end)})
    patch = run(tmp_path, "--diff").stdout_bytes
    subprocess.run(["git", "apply", "--whitespace=nowarn", "-"], input=patch, cwd=tmp_path, check=True)
    applied = (tmp_path / PATH).read_bytes()
    put(tmp_path, {PATH: text.removesuffix("\n").replace("\n", end)})
    run(tmp_path, "--fix")
    assert (tmp_path / PATH).read_bytes() == applied


@pytest.mark.parametrize("args", [["--fix"], ["--diff"]])
def test_nothing_is_mended_by_a_broken_policy(args: list[str], tmp_path: Path) -> None:
    put(tmp_path, {PATH: SLIPPED, "incidents/policy.yml": "timezon: UTC"})
    assert run(tmp_path, *args).exit_code == 2
    assert (tmp_path / PATH).read_text(encoding="utf-8") == SLIPPED


@pytest.mark.parametrize("args", [["--fix"], ["--diff"]])
def test_a_root_without_records(args: list[str], tmp_path: Path) -> None:
    put(tmp_path, {"incidents/README.md": ""})
    assert run(tmp_path, *args).exit_code == 3


def test_control_characters_do_not_reach_a_terminal(tmp_path: Path) -> None:
    put(tmp_path, {PATH: edited(("| 警報 | 監視 |", "| 警\x1b[31m報 | 監視 |  "))})
    tty = "import sys; sys.stdout.isatty = lambda: True; from generator.cli.main import main; main()"
    command = ["-c", tty, "check", "--root", str(tmp_path), "--diff"]
    shown = subprocess.run([sys.executable, *command], check=False, capture_output=True, encoding="utf-8").stdout
    assert "\x1b" not in shown and "+| 09:05 | 検知 | 警\N{REPLACEMENT CHARACTER}[31m報 | 監視 |\n" in shown


def test_a_record_commands_no_runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    rows = "| 警報 | 監視 |  \n::warning::x\n  ::error::x\rx\r::notice::x ##[group]\n"
    put(tmp_path, {PATH: edited(("| 警報 | 監視 |\n", rows))})
    shown = run(tmp_path, "--diff").stdout_bytes.decode()
    assert "+| 09:05 | 検知 | 警報 | 監視 |\n" in shown
    assert "x ## [group]" in shown and not [line for line in shown.splitlines() if line.strip().startswith("::")]


def git(root: Path, *args: str) -> None:
    identity = ["-c", "user.name=Team", "-c", "user.email=team@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *args], cwd=root, check=True, capture_output=True)


@pytest.mark.parametrize("args", [["--fix"], ["--diff"]])
def test_only_what_a_branch_touches_is_mended_and_knows_all_ids(args: list[str], tmp_path: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("no git")
    other = "incidents/2026/INC-2026-003.md"
    loose = edited(("id: INC-2026-014", "id: INC-2026-3"))
    put(tmp_path, {other: loose, PATH: VALID})
    git(tmp_path, "init", "-b", "main")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-m", "records")
    touched = edited(("actions:\n", "recurrence_of: inc-2026-3\nactions:\n"))
    put(tmp_path, {PATH: touched})
    result = run(tmp_path, "--changed", "main", *args, "--lang", "en")
    wanted = touched.replace("inc-2026-3", "INC-2026-003")
    assert (tmp_path / other).read_text(encoding="utf-8") == loose
    if args == ["--diff"]:
        assert (
            result.exit_code == 1 and "+recurrence_of: INC-2026-003\n" in result.stdout and other not in result.stdout
        )
    else:
        assert result.exit_code == 0 and (tmp_path / PATH).read_text(encoding="utf-8") == wanted
