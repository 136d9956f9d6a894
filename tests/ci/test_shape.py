"""What is offered to CI is well formed, pinned, and lets nobody's text become a command."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.ci.support import ACTION, GITLAB, HOOKS, PAGES, ROOT, blocks, steps, workflows

PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")


def fits(schema: str, file: Path, *options: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *options, str(file)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_action_fits_the_schema_of_actions() -> None:
    fits("vendor.github-actions", ACTION)


def test_the_workflows_of_the_pages_fit_the_schema_of_workflows(tmp_path: Path) -> None:
    shown = [text for text in workflows() if text.startswith("# .github/workflows/")]
    assert len(shown) == 3
    for number, text in enumerate(shown):
        file = tmp_path / f"{number}.yml"
        file.write_text(text, encoding="utf-8")
        fits("vendor.github-workflows", file)


def test_the_template_fits_the_schema_of_gitlab(tmp_path: Path) -> None:
    fits("vendor.gitlab-ci", GITLAB, "--data-transform", "gitlab-ci")
    (block,) = (block for page in PAGES for block in blocks(page, "yaml") if block.startswith("# .gitlab-ci.yml"))
    file = tmp_path / "shown.yml"
    file.write_text(block, encoding="utf-8")
    fits("vendor.gitlab-ci", file, "--data-transform", "gitlab-ci")
    assert set(yaml.safe_load(block)["variables"]) <= set(
        yaml.safe_load(GITLAB.read_text(encoding="utf-8"))["variables"]
    )


@pytest.mark.parametrize(("command", "file"), [("validate-manifest", HOOKS), ("validate-config", None)])
def test_the_hooks_fit_what_pre_commit_reads(command: str, file: Path | None, tmp_path: Path) -> None:
    if file is None:
        (block,) = (b for page in PAGES for b in blocks(page, "yaml") if b.startswith("# .pre-commit-config.yaml"))
        file = tmp_path / ".pre-commit-config.yaml"
        file.write_text(block, encoding="utf-8")
        shown = {hook["id"] for repo in yaml.safe_load(block)["repos"] for hook in repo["hooks"]}
        assert shown <= {hook["id"] for hook in yaml.safe_load(HOOKS.read_text(encoding="utf-8"))}
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", command, str(file)], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("path", "runs"),
    [
        ("incidents/2026/INC-2026-014-db-pool.md", True),
        ("incidents/policy.yml", True),
        ("incidents/reviews/2026-10.md", True),
        ("docs/incidents/2026.md", False),
        ("README.md", False),
    ],
)
def test_the_hooks_run_where_a_record_or_the_policy_changed(path: str, runs: bool) -> None:
    for hook in yaml.safe_load(HOOKS.read_text(encoding="utf-8")):
        assert bool(re.search(hook["files"], path)) is runs
        assert hook["pass_filenames"] is False


def test_every_use_of_an_action_is_pinned_by_commit() -> None:
    texts = workflows()
    uses = [line for text in texts for line in text.splitlines() if re.search(r"\buses:", line)]
    assert len(uses) >= 7
    for line in uses:
        assert PINNED.search(line), line
        assert re.search(r"@[0-9a-f]{40} # \S", line), line  # and says of what it is the commit
    assert len(uses) == sum("uses" in step for text in texts for step in steps(text))


def test_the_same_action_is_pinned_to_the_same_commit_everywhere() -> None:
    pins: dict[str, set[str]] = {}
    for text in workflows():
        for name, pin in re.findall(r"uses: ([\w./-]+)@(.+)", text):
            pins.setdefault(name, set()).add(pin)
    assert {name: found for name, found in pins.items() if len(found) > 1} == {}


def test_no_workflow_runs_with_the_rights_of_the_repository_that_is_asked() -> None:
    for text in workflows():
        tree = yaml.safe_load(text)
        assert "pull_request_target" not in str(tree)
        if "jobs" in tree:
            assert tree["permissions"] == {"contents": "read"}


def test_no_expression_stands_in_a_shell_script() -> None:
    scripts = [step["run"] for text in workflows() for step in steps(text) if "run" in step]
    assert scripts and not [script for script in scripts if "${{" in script]


def test_checkouts_leave_no_credentials_behind() -> None:
    checkouts = [s for text in workflows() for s in steps(text) if s.get("uses", "").startswith("actions/checkout@")]
    assert checkouts and all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_the_page_explains_every_input() -> None:
    inputs = yaml.safe_load(ACTION.read_text(encoding="utf-8"))["inputs"]
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE) == list(inputs)


def test_shellcheck_finds_nothing(tmp_path: Path) -> None:
    scripts = {f"action-{n}": s["run"] for n, s in enumerate(steps(ACTION.read_text(encoding="utf-8"))) if "run" in s}
    template = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))
    for name, job in template.items():
        lines = [*job.get("before_script", []), *job.get("script", [])] if isinstance(job, dict) else []
        scripts |= {f"gitlab-{name}": "\n".join(lines)} if lines else {}
    assert len(scripts) == 8
    for name, script in scripts.items():
        file = tmp_path / f"{name}.sh"
        shell = "bash" if name.startswith("action") else "sh"
        file.write_text(f"#!/usr/bin/env {shell}\n{script}\n", encoding="utf-8")
        tool = Path(sys.executable).with_name("shellcheck")
        done = subprocess.run([tool, file], capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stdout
