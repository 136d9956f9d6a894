from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from generator.model.page import Made
from generator.publish.build import BuildFailed, build
from generator.publish.crew import cores
from generator.publish.folder import Refused
from generator.publish.report import silent
from generator.publish.settings import defaults, plugins_with, settings_of
from generator.publish.usable import Stopped
from generator.read.cache import CACHE
from tests.publish import made_up
from tests.publish.conftest import Stub

OWN = """\
site_name: Ours
site_url: https://example.org/look-back/
theme: {name: material, language: ja, font: false}
plugins: [search, furikaeri]
docs_dir: docs
"""


@pytest.fixture
def own(root: Path) -> Path:
    (root / "docs").mkdir()
    (root / "docs" / "note.txt").write_text("hand-written", encoding="utf-8")
    (root / "mkdocs.yml").write_text(OWN, encoding="utf-8")
    return root


@pytest.fixture(autouse=True)
def quiet_log() -> Iterator[None]:
    """Leave MkDocs' log as it was found: a build adds and removes handlers."""
    handlers = list(logging.getLogger("mkdocs").handlers)
    yield
    assert logging.getLogger("mkdocs").handlers == handlers


def with_mkdocs(root: Path, out: Path) -> dict[str, bytes]:
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(out), strict=True)
    config.plugins.on_startup(command="build", dirty=False)
    mkdocs_build(config)
    return made_up.contents(out)


def test_both_ways_give_the_same_bytes(own: Path, makes: Stub) -> None:
    built = made_up.contents(build(own))
    assert built == with_mkdocs(own, own / "other")
    assert b"2026-11-01" in built["sitemap.xml"], "dated by what the site shows, not by the day of the build"
    assert "assets/furikaeri.css" in built["index.html"].decode("utf-8")
    assert built["note.txt"] == b"hand-written"
    assert made_up.SEARCHED in built["incidents/inc-2026-014/index.html"].decode("utf-8")


def test_a_root_without_settings_gets_the_defaults(root: Path, makes: Stub) -> None:
    makes(made_up.made("", "en"))
    site = build(root)
    assert site == root / "site"
    home = (site / "index.html").read_text(encoding="utf-8")
    assert '<html lang="en"' in home
    assert "<title>今月のふりかえり - Furikaeri</title>" in home or "<title>Furikaeri</title>" in home
    assert sorted(entry.name for entry in root.iterdir()) == [CACHE, "incidents", "site"]


def test_the_pages_language_is_that_of_their_words_whatever_the_theme_says(own: Path, makes: Stub) -> None:
    makes(made_up.made("", "en"))
    assert '<html lang="en"' in (build(own) / "index.html").read_text(encoding="utf-8")


def test_records_that_are_not_in_order_leave_the_published_site(own: Path, makes: Stub) -> None:
    build(own)
    before = made_up.contents(own / "site")
    makes(made_up.stopped())
    with pytest.raises(Stopped) as error:
        build(own)
    assert error.value.exit_code == 1
    assert made_up.contents(own / "site") == before


def test_the_plugin_says_everything_and_leaves_the_published_site(
    own: Path, makes: Stub, caplog: pytest.LogCaptureFixture
) -> None:
    before = with_mkdocs(own, own / "site")
    makes(made_up.stopped())
    with pytest.raises(Abort):
        with_mkdocs(own, own / "site")
    assert "復旧が開始より前です" in caplog.text
    assert "もう一つの誤り" in caplog.text
    assert made_up.contents(own / "site") == before


def test_what_mkdocs_objects_to_leaves_the_published_site(own: Path, makes: Stub) -> None:
    build(own)
    before = made_up.contents(own / "site")
    makes(made_up.made("\n\n[nowhere](nowhere.md)"))
    with pytest.raises(BuildFailed, match=re.escape("nowhere.md")):
        build(own)
    assert made_up.contents(own / "site") == before


def test_only_a_site_is_replaced(own: Path, makes: Stub) -> None:
    letters = own / "letters"
    letters.mkdir()
    (letters / "index.html").touch()
    with pytest.raises(Refused, match="not empty"):
        build(own, letters)
    assert [entry.name for entry in letters.iterdir()] == ["index.html"]


def test_a_page_of_the_roots_own_wins(own: Path, makes: Stub) -> None:
    (own / "docs" / "index.md").write_text("# Mine\n\n[list](incidents/index.md)\n", encoding="utf-8")
    assert "Mine" in (build(own) / "index.html").read_text(encoding="utf-8")


def test_records_and_templates_are_watched(own: Path, makes: Stub) -> None:
    config = load_config(str(own / "mkdocs.yml"))
    config = config.plugins.on_config(config)
    assert str(own / "incidents") in config.watch
    assert str((defaults() / "site_templates").resolve()) in config.watch


def test_options_given_beat_those_of_the_settings(own: Path, makes: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    (own / "mkdocs.yml").write_text(
        OWN.replace("furikaeri]", "furikaeri: {as_of: '2026-01-01', language: en, edit_url: 'https://e/{path}'}]"),
        encoding="utf-8",
    )
    seen: list[dict[str, object]] = []

    def make(root: Path, **options: object) -> Made:
        seen.append(options)
        return made_up.made()

    monkeypatch.setattr("generator.publish.build.make", make)
    build(own, as_of="2026-11-01")
    site = {"site_url": "https://example.org/look-back/", "site_names": {"ja": "Ours", "en": "Ours"}}
    asked = {"as_of": "2026-11-01", "language": "en", "edit_url": "https://e/{path}", "editions": ("ja", "en")}
    assert seen == [asked | site | {"later": True, "report": silent, "jobs": cores(), "have": None}]


@pytest.mark.parametrize(
    "listed", [None, [], ["search"], {"search": {}}, ["search", "furikaeri"], [{"furikaeri": None}]]
)
def test_the_plugin_is_always_in_the_list(listed: object) -> None:
    values = {} if listed is None else {"plugins": listed}
    plugins = plugins_with(values, {"root": "/r", "as_of": None})
    assert plugins["furikaeri"] == {"root": "/r"}
    assert set(plugins) <= {"search", "furikaeri"}


@pytest.mark.parametrize(
    "settings",
    ["- a list\n", "site_name: [\n", "site_name: Ours\nnonsense_dir: x\n", "site_name: Ours\ntheme: absent\n"],
)
def test_settings_that_are_not_in_order_leave_the_published_site(own: Path, makes: Stub, settings: str) -> None:
    build(own)
    before = made_up.contents(own / "site")
    (own / "mkdocs.yml").write_text(settings, encoding="utf-8")
    with pytest.raises(BuildFailed):
        build(own)
    assert made_up.contents(own / "site") == before


def test_nothing_is_fetched_from_elsewhere(root: Path, makes: Stub) -> None:
    site = build(root)
    outside = re.compile(
        r"""<(?:script|img|iframe|source|audio|video)\b[^>]*\bsrc\s*=\s*["']?(?:https?:)?//"""
        r"""|<link\b(?![^>]*rel=["']?canonical)[^>]*\bhref\s*=\s*["']?(?:https?:)?//"""
        r"""|@import\s+(?:url\()?["']?(?:https?:)?//|url\(\s*["']?(?:https?:)?//"""
    )
    files = [file for file in site.rglob("*") if file.suffix in (".html", ".css", ".svg")]
    assert len(files) > 5
    assert [str(file) for file in files if outside.search(file.read_text(encoding="utf-8"))] == []


def test_the_packaged_settings_are_readable_by_anybody() -> None:
    text = (defaults() / "mkdocs.yml").read_text(encoding="utf-8")
    assert yaml.safe_load(text)["theme"]["font"] is False
    assert "!!" not in text


def test_the_checkout_is_its_own_root() -> None:
    settings = settings_of(defaults())
    assert settings.own
    assert settings.docs == defaults() / "site_templates" / "docs"
