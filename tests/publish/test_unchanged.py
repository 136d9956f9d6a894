"""What a site was built from: nothing of it may change without the site being built again."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.cli.main import main
from generator.publish import build as building
from generator.read.cache import CACHE

AS_OF = "2024-03-01T00:00+09:00"
Build = Callable[..., int]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    for name, text in {
        "incidents/policy.yml": "locale: ja\n",
        "incidents/2024/INC-2024-001.md": "---\nid: INC-2024-001\n---\n",
        "incidents/reviews/2024-01.md": "---\nmonth: 2024-01\n---\n",
        "site_templates/home.md": "hello\n",
        "site_templates/styles/own.css": "p {}\n",
        "docs/guide.md": "# Guide\n",
        "theme/partials/footer.html": "<p>\n",
        "mkdocs.yml": "site_name: A\n",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def times(root: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    """Return a function that calls `furikaeri build` and tells how many sites have been built by then."""
    calls: list[dict[str, Any]] = []

    def build(root: Path, out: Path | None, **options: Any) -> None:
        calls.append(options)
        place = out or root / "site"
        place.mkdir(exist_ok=True)
        (place / "index.html").write_text(f"{len(calls)}", encoding="utf-8")

    monkeypatch.setattr(building, "build", build)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)

    def call(*options: str, as_of: str | None = AS_OF) -> int:
        timed = ["--as-of", as_of] if as_of else []
        done = CliRunner().invoke(main, ["build", "--root", str(root), *timed, *options], catch_exceptions=False)
        assert done.exit_code == 0 and done.output.strip().endswith("site")
        return len(calls)

    return call


def test_the_same_is_not_built_again(times: Build) -> None:
    assert times() == 1
    assert times() == 1


@pytest.mark.parametrize(
    "name",
    [
        "incidents/policy.yml", "incidents/2024/INC-2024-001.md", "incidents/reviews/2024-01.md",
        "site_templates/home.md", "site_templates/styles/own.css", "docs/guide.md", "theme/partials/footer.html",
    ],
)  # fmt: skip
def test_whatever_changes_or_goes_is_built_anew(times: Build, root: Path, name: str) -> None:
    times()
    (root / name).write_text("other\n", encoding="utf-8")
    assert times() == 2
    (root / name).unlink()
    assert times() == 3
    assert times() == 3


def test_a_new_file_a_new_name_and_other_settings_too(times: Build, root: Path) -> None:
    times()
    (root / "incidents" / "2024" / "INC-2024-002.md").write_text("x", encoding="utf-8")
    assert times() == 2
    (root / "incidents" / "2024" / "INC-2024-002.md").rename(root / "incidents" / "2024" / "INC-2024-003.md")
    assert times() == 3
    (root / "mkdocs.yml").write_text("site_name: B\n", encoding="utf-8")
    assert times() == 4


def test_other_options_make_another_site(times: Build) -> None:
    times()
    assert times("--lang", "en") == 2
    assert times("--edit-url", "https://e/{path}") == 3
    assert times(as_of="2024-03-02T00:00+09:00") == 4


def test_plain_is_built_whenever_asked_for(times: Build) -> None:
    assert [times("--plain"), times("--plain"), times()] == [1, 2, 2]


def test_the_present_is_never_the_same_again(times: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [times(as_of=None), times(as_of=None)] == [1, 2]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1709218800")
    assert [times(as_of=None), times(as_of=None)] == [3, 3]


def test_a_site_that_was_touched_is_built_again(times: Build, root: Path) -> None:
    times()
    page = root / "site" / "index.html"
    page.write_text("2", encoding="utf-8")
    assert times() == 2
    (root / "site" / "more.html").touch()
    assert times() == 3
    page.unlink()
    assert times() == 4


@pytest.mark.parametrize(
    "own", ["hooks: [hook.py]\n", "plugins: [search, tags]\n", "markdown_extensions: [pymdownx.snippets]\n"]
)
def test_what_reads_we_know_not_what_is_run_each_time(times: Build, root: Path, own: str) -> None:
    (root / "hook.py").touch()
    (root / "mkdocs.yml").write_text(f"site_name: A\ntheme: material\n{own}", encoding="utf-8")
    assert [times(), times()] == [1, 2]


def test_a_folder_that_stands_elsewhere_is_not_watched_so_it_is_built_each_time(
    times: Build, root: Path, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (root / "docs" / "more").symlink_to(tmp_path / "elsewhere")
    assert [times(), times()] == [1, 2]


@pytest.mark.parametrize("text", ["", "{}", "[1]", "\x00", '{"schema": "furikaeri/built/0"}'])
def test_a_note_that_says_nothing_is_no_hindrance(times: Build, root: Path, text: str) -> None:
    times()
    (note,) = (root / CACHE).glob("built-*.json")
    assert json.loads(note.read_text(encoding="utf-8"))["schema"]
    note.write_text(text, encoding="utf-8")
    assert [times(), times()] == [2, 2]
    assert (root / CACHE / ".gitignore").read_text(encoding="utf-8").endswith("\n*\n")
    assert sorted(entry.name for entry in (root / CACHE).iterdir()) == [".gitignore", note.name]


def test_two_sites_of_a_root_are_known_apart(times: Build, root: Path, tmp_path: Path) -> None:
    other = ["--out", str(tmp_path / "other-site")]
    assert [times(), times(*other), times(), times(*other)] == [1, 2, 2, 2]


@pytest.mark.skipif(os.geteuid() == 0, reason="an administrator may write everywhere")
def test_where_nothing_can_be_noted_it_is_built_each_time(times: Build, root: Path) -> None:
    (root / "site").mkdir()
    root.chmod(0o500)
    assert [times(), times()] == [1, 2]
    root.chmod(0o700)
