"""`furikaeri explain`: by code or name, all of them, three forms, two languages, and what is said about a wrong one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.check.check import RULES
from generator.cli.main import main
from tests.check.support import put


def run(*args: str) -> Result:
    result = CliRunner().invoke(main, ["explain", *args])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_a_code_and_a_name_say_the_same() -> None:
    by_code, by_name = run("f204", "--lang", "ja"), run("resolved-before-started", "--lang", "ja")
    assert by_code.exit_code == by_name.exit_code == 0
    assert by_code.output == by_name.output
    assert by_code.output.startswith("error[F204] resolved-before-started\n\n理由\n  ")
    assert "悪い例: incidents/2026/INC-2026-014.md\n  started_at:" in by_code.output


@pytest.mark.parametrize("args", [[], ["--all"]])
def test_without_a_rule_all_are_listed(args: list[str]) -> None:
    result = run(*args, "--lang", "en")
    assert result.exit_code == 0
    listed = [line.split()[0] for line in result.output.splitlines() if line.startswith("  F")]
    assert listed == sorted(rule.code for rule in RULES)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["resolved-before-start"], "Did you mean resolved-before-started (F204)?"),
        (["F2O4"], "Did you mean"),
        (["zzz"], "`furikaeri explain` lists all."),
        (["F204", "--all"], "--all takes no RULE."),
        (["F204", "--format", "xml"], "Invalid value for '--format'"),
    ],
)
def test_wrong_usage(args: list[str], said: str) -> None:
    result = run(*args)
    assert result.exit_code == 2 and said in result.output


def test_the_language_is_the_policys_unless_asked(tmp_path: Path) -> None:
    put(tmp_path, {"incidents/policy.yml": "locale: en\n"})
    assert "\nWhy\n" in run("F204", "--root", str(tmp_path)).output
    assert "\n理由\n" in run("F204", "--root", str(tmp_path), "--lang", "ja").output


def test_json_and_markdown_hold_the_same_rule() -> None:
    (row,) = json.loads(run("F130", "--format", "json", "--lang", "en").output)["rules"]
    markdown = run("F130", "--format", "markdown", "--lang", "en").output
    assert row["name"] == "severity-contradicts-impact" and row["ignorable"] is True
    assert row["reason"] in markdown and f"\n{row['bad'][0]['text']}\n```\n" in markdown
    assert f"```text\n{row['said']}\n```\n" in markdown


def test_it_starts_without_what_it_does_not_need() -> None:
    heavy = ("pandas", "numpy", "matplotlib", "scipy", "mkdocs", "jinja2", "rich")
    code = (
        "import sys\nfrom generator.cli.main import main\n"
        "main(['explain', 'F204', '--lang', 'ja'], standalone_mode=False)\n"
        f"print(sorted(set({heavy!r}) & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.endswith("[]\n")
