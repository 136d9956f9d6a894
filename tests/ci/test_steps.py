"""Each step's own shell, run with the environment that GitHub gives it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.check.support import PATH, VALID, edited, put
from tests.ci.support import ACTION, GITLAB, ROOT, steps
from tests.read.git_support import commit, repository

STEPS = {step["name"]: step for step in steps(ACTION.read_text(encoding="utf-8"))}
EVIL = '$(touch pwned) `touch pwned` "; touch pwned; echo "'
#: Stands in for the command where a test asks what it was called with.
RECORDER = '#!/usr/bin/env bash\nprintf "%s\\n" "$@" > "$RECORD"\nexit "${CODE:-0}"\n'


def run(name: str, workspace: Path, runner: Path, **values: str) -> subprocess.CompletedProcess[str]:
    """Run one step as the runner does: its script in a file, its shell with -e and pipefail."""
    step = STEPS[name]
    assert step["shell"] == "bash"
    file = runner / "script.sh"
    file.write_text(step["run"], encoding="utf-8")
    given = {key: str(value) for key, value in step["env"].items() if "${{" not in str(value)}
    expected = {key for key, value in step["env"].items() if "${{" in str(value)}
    assert expected == set(values) - {"RECORD", "CODE"}, "the test says another environment than the step"
    github = {
        "GITHUB_ACTIONS": "true", "GITHUB_ACTION_PATH": str(ROOT), "GITHUB_WORKSPACE": str(workspace),
        "GITHUB_STEP_SUMMARY": str(runner / "summary.md"), "GITHUB_OUTPUT": str(runner / "output.txt"),
        "GITHUB_SERVER_URL": "https://git.example",
        "GITHUB_REPOSITORY": "team/records", "GITHUB_REF_NAME": "main", "RUNNER_TEMP": str(runner),
    }  # fmt: skip
    environment = {"PATH": os.environ["PATH"], "HOME": str(runner), "LC_ALL": "C.UTF-8"} | github | given | values
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(file)]
    return subprocess.run(command, cwd=workspace, env=environment, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture
def runner(tmp_path: Path) -> Path:
    """Return the runner's folder, with the command installed as the step before leaves it."""
    commands = tmp_path / "runner" / "furikaeri" / "bin"
    commands.mkdir(parents=True)
    (commands / "furikaeri").write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m generator "$@"\n')
    (commands / "furikaeri").chmod(0o755)
    return tmp_path / "runner"


@pytest.fixture
def recorder(runner: Path) -> Path:
    """Put the recorder in the command's place; return the file it writes."""
    (runner / "furikaeri" / "bin" / "furikaeri").write_text(RECORDER, encoding="utf-8")
    return runner / "called.txt"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return put(tmp_path / "workspace", {PATH: VALID})


CHECK = {"ROOT": ".", "STRICT": "false", "FINDINGS_LANG": "", "CHANGED": ""}


@pytest.mark.parametrize(
    ("values", "called"),
    [
        ({}, ["check", "--root", ".", "--format", "github"]),
        ({"STRICT": "true", "ROOT": "a b"}, ["check", "--root", "a b", "--format", "github", "--strict"]),
        ({"FINDINGS_LANG": "en"}, ["check", "--root", ".", "--format", "github", "--lang=en"]),
        ({"CHANGED": "origin/main"}, ["check", "--root", ".", "--format", "github", "--changed=origin/main"]),
        ({"CHANGED": EVIL}, ["check", "--root", ".", "--format", "github", f"--changed={EVIL}"]),
        ({"ROOT": EVIL}, ["check", "--root", EVIL, "--format", "github"]),
        ({"STRICT": EVIL}, ["check", "--root", ".", "--format", "github"]),
    ],
)
def test_inputs_become_arguments_and_nothing_else(
    values: dict[str, str], called: list[str], workspace: Path, runner: Path, recorder: Path
) -> None:
    done = run("Check", workspace, runner, **{**CHECK, **values}, RECORD=str(recorder))
    assert done.returncode == 0, done.stderr
    assert recorder.read_text(encoding="utf-8").splitlines() == called
    assert not (workspace / "pwned").exists()


@pytest.mark.parametrize("code", ["1", "2", "3"])
def test_the_exit_code_is_that_of_the_check(code: str, workspace: Path, runner: Path, recorder: Path) -> None:
    assert run("Check", workspace, runner, **CHECK, RECORD=str(recorder), CODE=code).returncode == int(code)


@pytest.mark.parametrize(
    ("root", "edit"),
    [
        (".", "https://git.example/team/records/edit/main/{path}"),
        ("./", "https://git.example/team/records/edit/main/{path}"),
        ("./ops/", "https://git.example/team/records/edit/main/ops/{path}"),
        ("ops", "https://git.example/team/records/edit/main/ops/{path}"),
    ],
)
def test_the_site_links_to_where_a_record_is_edited(
    root: str, edit: str, workspace: Path, runner: Path, recorder: Path
) -> None:
    done = run("Build the site", workspace, runner, ROOT=root, SITE_DIR="out put", RECORD=str(recorder))
    assert done.returncode == 0, done.stderr
    called = recorder.read_text(encoding="utf-8").splitlines()
    assert called == ["build", "--root", root, "--out", "out put", "--edit-url", edit]


def test_the_site_is_built_for_real(workspace: Path, runner: Path) -> None:
    done = run("Build the site", workspace, runner, ROOT=".", SITE_DIR="site")
    assert done.returncode == 0, done.stdout + done.stderr
    page = (workspace / "site" / "incidents" / "inc-2026-014" / "index.html").read_text(encoding="utf-8")
    assert f"https://git.example/team/records/edit/main/{PATH}" in page
    assert (workspace / "site" / "data" / "schema" / "record.schema.json").is_file()


def test_a_finding_becomes_an_annotation_and_a_summary(workspace: Path, runner: Path) -> None:
    put(workspace, {PATH: edited(("35%", "350%"))})
    done = run("Check", workspace, runner, **{**CHECK, "FINDINGS_LANG": "en"})
    assert done.returncode == 1, done.stderr
    assert f"::error file={PATH},line=14" in done.stdout
    assert "wrong-type" in (runner / "summary.md").read_text(encoding="utf-8")


DIFF = {"ROOT": ".", "DIFF_LANG": "en", "BASE": "main"}


@pytest.mark.parametrize(
    ("values", "called"),
    [
        ({}, ["diff", "--root", ".", "--format", "markdown", "--lang=en", "--", "main"]),
        ({"DIFF_LANG": ""}, ["diff", "--root", ".", "--format", "markdown", "--", "main"]),
        ({"BASE": EVIL, "ROOT": EVIL}, ["diff", "--root", EVIL, "--format", "markdown", "--lang=en", "--", EVIL]),
    ],
)
def test_the_base_of_a_comparison_becomes_an_argument(
    values: dict[str, str], called: list[str], workspace: Path, runner: Path, recorder: Path
) -> None:
    done = run("Tell what changes in the figures", workspace, runner, **{**DIFF, **values}, RECORD=str(recorder))
    assert done.returncode == 0, done.stderr
    assert recorder.read_text(encoding="utf-8").splitlines() == called
    assert not (workspace / "pwned").exists()


def test_what_changes_in_the_figures_is_a_summary_and_an_output(workspace: Path, runner: Path) -> None:
    repository(workspace, {})
    commit(workspace, {PATH: edited(("T09:30", "T09:31"), ("09:30 |", "09:31 |"))})
    done = run("Tell what changes in the figures", workspace, runner, **DIFF)
    assert done.returncode == 0, done.stderr
    summary = (runner / "summary.md").read_text(encoding="utf-8")
    assert "INC-2026-014" in summary and "resolved&#95;at" in summary and "<details>" in summary
    first, *lines, last = (runner / "output.txt").read_text(encoding="utf-8").splitlines()
    assert re.fullmatch("text<<[0-9a-f]{32}", first) and first == f"text<<{last}"
    assert lines == summary.splitlines() and last not in lines
    wrong = run("Tell what changes in the figures", workspace, runner, **{**DIFF, "BASE": "nowhere"})
    assert wrong.returncode == 2 and "nowhere" in wrong.stderr


def gitlab(job: str, workspace: Path, runner: Path, **values: str) -> subprocess.CompletedProcess[str]:
    """Run a job's script of the GitLab template, with the variables GitLab gives it."""
    template = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))
    commands = str(runner / "furikaeri" / "bin")
    environment = {"PATH": f"{commands}:{os.environ['PATH']}", "HOME": str(runner), "LC_ALL": "C.UTF-8"}
    environment |= template["variables"] | {"CI_COMMIT_BRANCH": "main", "CI_PROJECT_URL": "https://git.example/r"}
    script = "\n".join(template[job]["script" if job != ".furikaeri" else "before_script"])
    command = ["sh", "-ec", script]
    return subprocess.run(
        command, cwd=workspace, env=environment | values, capture_output=True, encoding="utf-8", check=False
    )


@pytest.mark.parametrize("commit", ["", "main", "abc", "0" * 39 + "g", "0" * 40 + "0"])
def test_gitlab_refuses_what_is_no_commit(commit: str, workspace: Path, runner: Path) -> None:
    done = gitlab(".furikaeri", workspace, runner, FURIKAERI_COMMIT=commit)
    assert done.returncode == 2 and "40 hexadecimal digits" in done.stderr


@pytest.mark.parametrize(("strict", "last"), [("false", "text"), ("true", "--strict"), (EVIL, "text")])
def test_gitlab_checks_twice_and_keeps_the_exit_code(
    strict: str, last: str, workspace: Path, runner: Path, recorder: Path
) -> None:
    done = gitlab("furikaeri-check", workspace, runner, FURIKAERI_STRICT=strict, RECORD=str(recorder), CODE="1")
    assert done.returncode == 1, done.stderr
    called = recorder.read_text(encoding="utf-8").splitlines()
    assert called[:5] == ["check", "--root", ".", "--format", "text"] and called[-1] == last
    assert not (workspace / "pwned").exists()


def test_gitlab_builds_the_site_into_public(workspace: Path, runner: Path, recorder: Path) -> None:
    done = gitlab("pages", workspace, runner, RECORD=str(recorder))
    assert done.returncode == 0, done.stderr
    called = recorder.read_text(encoding="utf-8").splitlines()
    assert called[:5] == ["build", "--root", ".", "--out", "public"]


def test_gitlab_tells_what_changes_in_the_figures(workspace: Path, runner: Path) -> None:
    repository(workspace, {})
    commit(workspace, {PATH: edited(("T09:30", "T09:31"), ("09:30 |", "09:31 |"))})
    done = gitlab("furikaeri-diff", workspace, runner, CI_MERGE_REQUEST_DIFF_BASE_SHA="main")
    assert done.returncode == 0, done.stderr
    report = (workspace / "furikaeri-diff.md").read_text(encoding="utf-8")
    assert "resolved&#95;at" in report and report == done.stdout
    assert gitlab("furikaeri-diff", workspace, runner, CI_MERGE_REQUEST_DIFF_BASE_SHA="").returncode == 2
