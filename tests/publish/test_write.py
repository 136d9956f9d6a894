from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.model.page import Edition, Later, Made, Site
from generator.publish import write
from generator.publish.crew import WorkFailed
from generator.publish.folder import Refused
from generator.publish.plain import as_yaml, not_in_nav, outside_nav
from generator.publish.settings import settings_of
from generator.publish.write import checked, write_plain
from tests.publish import made_up

# What a settings file can hold; no surrogates, which no UTF-8 file can.
_text = st.text(st.characters(exclude_categories=["Cs"]))
_plain = st.recursive(
    st.none() | st.booleans() | st.integers() | _text,
    lambda inner: st.lists(inner) | st.dictionaries(_text, inner),
    max_leaves=20,
)


@given(_plain)
def test_any_plain_value_survives_the_way_through_yaml(value: object) -> None:
    assert yaml.safe_load(as_yaml(value)) == value


def test_the_pages_outside_the_nav_are_named_by_folder() -> None:
    site = made_up.site()
    assert outside_nav(site) == {"incidents/inc-2026-014.md", "incidents/2026.md"}
    assert not_in_nav(site) == "/incidents/*.md\n!/incidents/index.md\n"
    assert not_in_nav(Site({"about.md": b""}, [])) == "/*.md\n"


def test_the_written_files_are_plain_and_complete(root: Path) -> None:
    out = root / "plain"
    assert write_plain(made_up.made(), settings_of(root), out) == ()
    text = (out / "mkdocs.yml").read_text(encoding="utf-8")
    assert "!!" not in text
    values = yaml.safe_load(text)
    assert values["docs_dir"] == "docs"
    assert [next(iter(entry)) for entry in values["plugins"]] == ["search"], "no plugin of ours"
    assert values["nav"] == made_up.site().nav
    assert values["site_name"] == "Furikaeri", "a root without settings is not our casebook"
    written = made_up.contents(out / "docs")
    assert written.items() >= made_up.site().files.items()
    assert set(written) - set(made_up.site().files) == {"assets/favicon.svg"}


def test_the_settings_speak_the_language_of_the_site(root: Path) -> None:
    write_plain(made_up.made("", "en"), settings_of(root), root / "plain")
    theme = yaml.safe_load((root / "plain" / "mkdocs.yml").read_text(encoding="utf-8"))["theme"]
    assert theme["language"] == "en"
    names = [entry["toggle"]["name"] for entry in theme["palette"]]
    assert len(names) == 3
    assert all(name.isascii() for name in names)


def test_a_roots_own_settings_files_and_nav_win(root: Path) -> None:
    (root / "handmade" / "response").mkdir(parents=True)
    (root / "handmade" / "index.md").write_text("# Mine\n", encoding="utf-8")
    (root / "theme").mkdir()
    (root / "theme" / "main.html").write_text("{% extends 'base.html' %}", encoding="utf-8")
    (root / "mkdocs.yml").write_text(
        "site_name: Ours\ndocs_dir: handmade\ntheme: {name: material, custom_dir: theme}\n"
        "nav: [index.md]\nhooks: [hook.py]\n"
        "plugins: [search, tags, furikaeri: {edit_url: 'https://example.org/{path}'}]\n"
        "markdown_extensions:\n  - pymdownx.emoji:\n"
        "      emoji_index: !!python/name:material.extensions.emoji.twemoji\n      options: {a: 1}\n",
        encoding="utf-8",
    )
    left_out = write_plain(made_up.made(), settings_of(root), root / "plain")
    assert set(left_out) == {"hooks", "plugins.tags", "markdown_extensions.pymdownx.emoji.emoji_index"}
    values = yaml.safe_load((root / "plain" / "mkdocs.yml").read_text(encoding="utf-8"))
    assert values["site_name"] == "Ours"
    assert values["nav"] == ["index.md"]
    assert values["markdown_extensions"] == [{"pymdownx.emoji": {"options": {"a": 1}}}]
    assert (root / "plain" / "docs" / "index.md").read_text(encoding="utf-8") == "# Mine\n"
    assert (root / "plain" / "theme" / "main.html").exists()


def test_writing_again_replaces_and_never_touches_what_is_not_ours(root: Path) -> None:
    out = root / "plain"
    write_plain(made_up.made(), settings_of(root), out)
    (out / "docs" / "stale.md").touch()
    write_plain(made_up.made(), settings_of(root), out)
    assert not (out / "docs" / "stale.md").exists()
    (out / ".furikaeri").unlink()
    before = made_up.contents(out)
    with pytest.raises(Refused):
        write_plain(made_up.made(" changed"), settings_of(root), out)
    assert made_up.contents(out) == before


@pytest.mark.parametrize("uri", ["", "/etc/passwd", "../up.md", "a/../../up.md", "a\\b.md", "a\0.md"])
def test_no_name_leads_out_of_the_folder(root: Path, uri: str) -> None:
    with pytest.raises(ValueError, match="not a file below docs"):
        checked(uri)
    with pytest.raises(ValueError, match="not a file below docs"):
        write_plain(Made((Edition("ja", "", Site({uri: b"x"}, [])),), ""), settings_of(root), root / "plain")
    assert not (root / "plain").exists()


def test_of_many_pages_the_search_of_a_theme_takes_records_alone(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few, many = root / "few", root / "many"
    write_plain(made_up.made(), settings_of(root), few)
    monkeypatch.setattr(write, "_MANY", 2)
    write_plain(made_up.made(), settings_of(root), many)
    before, after = made_up.contents(few), made_up.contents(many)
    changed = {name for name in before if before[name] != after[name]}
    pages = {"index.md", "incidents/index.md", "incidents/2026.md", "reviews/2026-10.md"}
    assert changed == {f"{docs}/{name}" for docs in ("docs", "docs.en") for name in pages}
    for name in changed:
        _, front, _ = after[name].decode().split("---\n", 2)
        assert yaml.safe_load(front)["search"] == {"exclude": True}


def _later(broken: str = "") -> Made:
    """Return editions of which forty pages are still to be made, the main one with five more."""

    def edition(made: Edition) -> Edition:
        uris = tuple(f"incidents/inc-2025-{number:03}.md" for number in range(40 if made.folder else 45))

        def page(uri: str) -> tuple[bytes, tuple[str, ...]]:
            if uri == broken:
                raise KeyError("no such phase")
            return made_up.page(uri, f"# {made.language} {uri}"), (uri[-6:-3],)

        def files(found: Mapping[str, tuple[str, ...]]) -> dict[str, bytes]:
            return {"search/found.json": json.dumps(found).encode()}

        return replace(made, site=replace(made.site, later=Later(uris, page, files)))

    made = made_up.made()
    return replace(made, editions=tuple(map(edition, made.editions)))


def test_pages_still_to_be_made_are_written_alike_by_any_number_of_processes(root: Path) -> None:
    settings, heard = settings_of(root), list[tuple[str, int]]()
    write_plain(_later().whole(), settings, root / "whole")
    for jobs in (1, 2, 3):
        report = lambda what, done, total: heard.append((what, total))  # noqa: E731
        assert write_plain(_later(), settings, root / f"by-{jobs}", jobs=jobs, report=report) == ()
        assert made_up.contents(root / f"by-{jobs}") == made_up.contents(root / "whole")
    assert set(heard) == {("pages", 45)}
    docs = root / "by-2" / "docs"
    assert json.loads((docs / "search/found.json").read_bytes())["incidents/inc-2025-044.md"] == ["044"]
    assert (docs / "incidents/inc-2025-044.md").exists()
    assert not (root / "by-2" / "docs.en" / "incidents/inc-2025-044.md").exists()


def test_a_page_that_cannot_be_made_leaves_what_was_written_before(root: Path) -> None:
    write_plain(_later(), settings_of(root), root / "plain", jobs=2)
    before = made_up.contents(root / "plain")
    with pytest.raises(WorkFailed, match=r"incidents/inc-2025-031\.md: KeyError: 'no such phase'"):
        write_plain(_later("incidents/inc-2025-031.md"), settings_of(root), root / "plain", jobs=2)
    assert made_up.contents(root / "plain") == before


@pytest.mark.parametrize(
    "command",
    [
        ["zensical", "build", "--strict", "--clean", "--config-file", "mkdocs.yml"],
        ["properdocs", "build", "--strict", "--config-file", "mkdocs.yml"],
        ["mkdocs", "build", "--strict"],
    ],
    ids=lambda command: command[0],
)
def test_other_builders_make_the_same_pages_strictly(root: Path, command: list[str]) -> None:
    write_plain(made_up.made(), settings_of(root), root / "plain")
    tool = Path(sys.executable).with_name(command[0])
    done = subprocess.run(
        [tool, *command[1:]], check=False, cwd=root / "plain", capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    site = root / "plain" / "site"
    pages = {str(file.parent.relative_to(site)) for file in site.rglob("index.html")}
    assert pages == {".", "incidents", "incidents/inc-2026-014", "incidents/2026", "reviews/2026-10"}
    assert made_up.SEARCHED in (site / "incidents" / "inc-2026-014" / "index.html").read_text(encoding="utf-8")
    assert json.loads((site / "data" / "incidents.json").read_bytes())["schema"] == "furikaeri/incidents/1"
