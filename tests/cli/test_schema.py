"""`furikaeri schema`: what it prints, and where it prints nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from generator.cli.main import main
from tests.check.support import put


@pytest.mark.parametrize("what", ["record", "policy", "review"])
def test_it_prints_a_schema_that_other_programs_can_use(what: str, tmp_path: Path) -> None:
    said = CliRunner().invoke(main, ["schema", what, "--root", str(tmp_path)])
    assert said.exit_code == 0, said.output
    schema = json.loads(said.stdout)
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:furikaeri:schema:{what}"
    assert "日本語" in said.stdout or "障害" in said.stdout or "月" in said.stdout  # not escaped


def test_a_record_is_meant_where_nothing_is_said(tmp_path: Path) -> None:
    record, bare = (CliRunner().invoke(main, ["schema", *args, "--root", str(tmp_path)]) for args in (["record"], []))
    assert bare.stdout == record.stdout


def test_the_roots_policy_gives_the_names(tmp_path: Path) -> None:
    put(tmp_path, {"incidents/policy.yml": "services: [web, api]\n"})
    said = CliRunner().invoke(main, ["schema", "--root", str(tmp_path)])
    assert json.loads(said.stdout)["properties"]["services"]["items"]["enum"] == ["web", "api"]


def test_a_policy_with_errors_gives_no_schema(tmp_path: Path) -> None:
    put(tmp_path, {"incidents/policy.yml": "locale: en\nservces: [web]\n"})
    said = CliRunner().invoke(main, ["schema", "--root", str(tmp_path)])
    assert (said.exit_code, said.stdout) == (2, "")
    assert said.stderr == "incidents/policy.yml:2:1: unknown-key: there is no key `servces`\n"
    assert CliRunner().invoke(main, ["schema", "policy", "--root", str(tmp_path)]).exit_code == 0


def test_an_unknown_name_is_wrong_usage() -> None:
    assert CliRunner().invoke(main, ["schema", "incident"]).exit_code == 2


def test_it_starts_without_what_it_does_not_need() -> None:
    heavy = "{'pandas', 'matplotlib', 'mkdocs', 'scipy', 'numpy', 'jinja2', 'rich'}"
    code = (
        "import sys\nfrom generator.cli.main import main\n"
        f"main(['schema'], standalone_mode=False)\nprint(sorted({heavy} & set(sys.modules)))\n"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert said.stdout.splitlines()[-1] == "[]"
