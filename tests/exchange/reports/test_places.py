"""Where the root stands in its repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.exchange.reports.places import joined, prefix_of


@pytest.fixture
def top(tmp_path: Path) -> Path:
    (tmp_path / "checkout/.git").mkdir(parents=True)
    (tmp_path / "checkout/ops/障害").mkdir(parents=True)
    return tmp_path / "checkout"


def test_the_nearest_repository_is_the_top(top: Path) -> None:
    assert prefix_of(top / "ops/障害", {}) == "ops/障害"
    assert prefix_of(top, {}) == ""


def test_a_checkout_in_a_folder_of_the_workspace_is_the_top(top: Path) -> None:
    assert prefix_of(top / "ops", {"GITHUB_WORKSPACE": str(top.parent)}) == "ops"


@pytest.mark.parametrize("name", ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"])
def test_a_submodule_is_part_of_the_workspaces_repository(name: str, top: Path) -> None:
    (top / "ops/.git").write_text("gitdir: ../.git/modules/ops\n", encoding="utf-8")
    assert prefix_of(top / "ops/障害", {name: str(top)}) == "ops/障害"
    assert prefix_of(top / "ops/障害", {}) == "障害"


def test_a_workspace_elsewhere_does_not_count(top: Path, tmp_path: Path) -> None:
    (tmp_path / "other/.git").mkdir(parents=True)
    assert prefix_of(top / "ops", {"GITHUB_WORKSPACE": str(tmp_path / "other")}) == "ops"


def test_without_a_repository_the_workspace_and_then_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a/b/c").mkdir(parents=True)
    if any((folder / ".git").exists() for folder in tmp_path.parents):
        pytest.skip("the folder for temporary files is inside a repository")
    monkeypatch.chdir(tmp_path / "a")
    assert prefix_of(tmp_path / "a/b/c", {"GITHUB_WORKSPACE": str(tmp_path)}) == "a/b/c"
    assert prefix_of(Path("b/c"), {}) == "b/c"
    monkeypatch.chdir(tmp_path / "a/b")
    assert prefix_of(tmp_path / "a", {}) == ""


def test_a_link_leads_to_where_it_points(top: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(top / "ops")
    assert prefix_of(tmp_path / "link", {}) == "ops"


def test_joined() -> None:
    assert joined("", "incidents/x.md") == "incidents/x.md"
    assert joined("a/b", "incidents/x.md") == "a/b/incidents/x.md"
