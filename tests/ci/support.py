"""What runs in other people's CI: the files of this tree and the code blocks of its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
ACTION = ROOT / "action.yml"
GITLAB = ROOT / "templates" / "furikaeri.gitlab-ci.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: Path, *languages: str) -> Iterator[str]:
    """Yield the code blocks of a page in one of the languages."""
    for language, text in _BLOCK.findall(page.read_text(encoding="utf-8")):
        if language in languages:
            yield text


def workflows() -> list[str]:
    """Return every workflow and action: of the tree, and as the pages show them."""
    files = [ACTION, *sorted((ROOT / ".github").rglob("*.y*ml"))]
    shown = [block for page in PAGES for block in blocks(page, "yaml", "yml") if block.startswith("# .github/")]
    return [*(file.read_text(encoding="utf-8") for file in files), *shown]


def steps(text: str) -> list[dict[str, Any]]:
    """Return the steps of a workflow or of a composite action."""
    tree = yaml.safe_load(text)
    if "runs" in tree:
        return list(tree["runs"]["steps"])
    return [step for job in tree["jobs"].values() for step in job["steps"]]
