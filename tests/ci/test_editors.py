"""The task for VS Code, taken from its page: its expressions read the real output, its loop sees a saved file."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.cli.main import main
from tests.check.support import PATH, VALID, checked, edited, put
from tests.ci.support import ROOT, blocks

PAGE = ROOT / "docs" / "editors.md"
#: An error, a warning and an advice, in one record.
SLIPS = edited(("35%", "350%"), ("owner: SRE, ", ""), ("予約に失敗した。", "予約に失敗した。山田さんが気づいた。"))


def settings(name: str) -> dict[str, Any]:
    (block,) = (text for text in blocks(PAGE, "json") if text.startswith(f"// .vscode/{name}\n"))
    made: dict[str, Any] = json.loads(block.partition("\n")[2])
    return made


TASK = settings("tasks.json")["tasks"][0]
MATCHER = TASK["problemMatcher"]


def problems(output: str) -> list[dict[str, str]]:
    """Return what the task's expressions find, two lines at a time, as VS Code does."""
    first, second = MATCHER["pattern"]
    found = []
    for one, two in pairwise(output.splitlines()):
        head, place = re.search(first["regexp"], one), re.search(second["regexp"], two)
        if head and place:
            parts = {name: head[first[name]] for name in ("severity", "code", "message")}
            found.append(parts | {name: place[second[name]] for name in ("file", "line", "column")})
    return found


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_finding_becomes_a_problem(language: str, tmp_path: Path) -> None:
    put(tmp_path, {PATH: SLIPS, "incidents/2026/INC-2026-015-b c.md": VALID.replace("014", "015", 1)})
    options = ["--root", str(tmp_path), "--as-of", "2026-11-01", "--lang", language, "--format", "text"]
    said = CliRunner().invoke(main, ["check", *options])
    findings = checked(tmp_path, {}, language=language).findings  # type: ignore[arg-type]  # one of the two
    assert {f.level.value for f in findings} >= {"error", "warning"}
    assert problems(said.output) == [
        {"severity": f.level.value, "code": f.name, "message": f.message, "file": f.path,
         "line": str(f.position.line), "column": str(f.position.column)}
        for f in findings
    ]  # fmt: skip


def test_a_record_in_order_has_no_problem(tmp_path: Path) -> None:
    put(tmp_path, {PATH: VALID})
    said = CliRunner().invoke(main, ["check", "--root", str(tmp_path), "--as-of", "2026-11-01"])
    assert problems(said.output) == []


def test_the_loop_checks_again_when_a_file_is_saved(tmp_path: Path) -> None:
    put(tmp_path, {PATH: SLIPS})
    command = tmp_path / "bin" / "furikaeri"
    command.parent.mkdir()
    command.write_text(
        f'#!/bin/sh\n[ "$2 $3 $4 $5" = "--format text --color never" ] || exit 2\n'
        f'PYTHONPATH="{ROOT}" exec "{sys.executable}" -m generator check --as-of 2026-11-01\n',
        encoding="utf-8",
    )
    command.chmod(0o755)
    log = tmp_path / "log.txt"
    environment = os.environ | {"PATH": f"{command.parent}:{os.environ['PATH']}", "TMPDIR": str(tmp_path)}
    with log.open("w", encoding="utf-8") as stream:
        shell = ["sh", "-c", TASK["command"]]
        loop = subprocess.Popen(shell, cwd=tmp_path, env=environment, stdout=stream, start_new_session=True)
        try:
            wait_for_ends(log, 1)
            time.sleep(0.1)  # so that the file is newer than the check
            (tmp_path / PATH).write_text(VALID, encoding="utf-8")
            wait_for_ends(log, 2)
        finally:
            os.killpg(loop.pid, signal.SIGTERM)
            loop.wait()
    before, after = re.split(MATCHER["background"]["endsPattern"], log.read_text(encoding="utf-8"), flags=re.M)[:2]
    assert re.search(MATCHER["background"]["beginsPattern"], before, re.M)
    assert problems(before) and not problems(after)


def wait_for_ends(log: Path, number: int) -> None:
    end = re.compile(MATCHER["background"]["endsPattern"], re.MULTILINE)
    deadline = time.monotonic() + 30
    while len(end.findall(log.read_text(encoding="utf-8"))) < number:
        assert time.monotonic() < deadline, log.read_text(encoding="utf-8")
        time.sleep(0.1)


def test_the_settings_name_the_schema_that_the_page_writes() -> None:
    (schema,) = settings("settings.json")["yaml.schemas"]
    (shell,) = blocks(PAGE, "sh")
    assert f"furikaeri schema policy > {schema.removeprefix('./')}" in shell
