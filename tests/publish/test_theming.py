"""A project's own name, logo, palette, home text, templates and styles, without a copy of anything packaged."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from generator.publish.build import build
from generator.publish.settings import defaults, overrides, settings_of
from generator.publish.short import completed, is_short
from tests.publish.records import write_records

SHORT = """\
site_name: 予約基盤の振り返り
theme: {logo: assets/logo.svg, palette: {scheme: default, primary: teal}}
extra_css: [own.css]
"""
OWN = {
    "mkdocs.yml": SHORT,
    "docs/own.css": '[data-md-color-scheme="default"] { --fk-p0: #000000; }',
    "docs/assets/logo.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "site_templates/home.md": "# 連絡先\n\n当番は **SRE** に。<script>alert(1)</script>",
    "site_templates/styles/own.css": ".fk-home { max-width: 60em; }",
    "site_templates/quality.md.j2": '<div class="fk"><h1>我々の品質</h1><p>我々の頁 {{ page.read }}</p></div>',
}


def put(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_records(tmp_path_factory.mktemp("themed"))
    for name, text in OWN.items():
        put(root, name, text)
    return build(root, as_of="2024-03-01")


def text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def test_name_logo_and_palette_are_the_projects_and_the_rest_is_packaged(site: Path) -> None:
    home = text(site / "index.html")
    assert "予約基盤の振り返り</title>" in home and "公開障害の事例集" not in home
    assert '<img src="assets/logo.svg"' in home and (site / "assets" / "logo.svg").is_file()
    assert 'data-md-color-primary="teal"' in home
    assert '<html lang="ja"' in home and "fonts.googleapis" not in home
    assert (site / "assets" / "favicon.svg").is_file() and 'href="assets/favicon.svg"' in home


def test_an_address_without_a_page_is_answered_in_the_sites_words(site: Path) -> None:
    missing = text(site / "404.html")
    assert "<h1>ページが見つからない</h1>" in missing and "404 - Not found" not in missing
    ways = re.search(r'<p class="fk-ways">(.*?)</p>', missing)
    assert ways and re.findall(r'href="([^"]+)"', ways[1]) == ["/incidents/", "/reviews/", "/kpis/"]


def test_the_projects_styles_follow_ours(site: Path) -> None:
    styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', text(site / "index.html"))
    assert styles[-2:] == ["assets/furikaeri.css", "own.css"]
    assert ".fk-home { max-width: 60em; }" in text(site / "assets" / "furikaeri.css")
    assert "var(--fk-p1" in text(site / "index.html")


def test_the_home_text_stands_on_home_made_safe(site: Path) -> None:
    home = text(site / "index.html")
    about = home[home.index('id="about-this-site"') :]
    assert "<h3>連絡先</h3>" in about and "<strong>SRE</strong>" in about
    assert "<script>alert" not in home


def test_a_template_of_the_same_name_wins(site: Path) -> None:
    assert "我々の頁 2" in text(site / "quality" / "index.html")
    assert "我々の頁" not in text(site / "index.html")


PACKAGED: dict[str, Any] = {
    "site_name": "ours",
    "docs_dir": "ours",
    "theme": {"name": "material", "font": False, "palette": [1, 2]},
    "plugins": [{"search": {"lang": ["ja"]}}, "furikaeri"],
    "markdown_extensions": ["attr_list", {"toc": {"permalink": True}}],
    "extra_css": ["assets/furikaeri.css"],
    "validation": {"nav": {"omitted_files": "warn", "not_found": "warn"}, "links": {}},
}


def test_what_a_short_file_names_is_its_own_and_the_rest_is_packaged() -> None:
    own = {
        "site_name": "theirs",
        "theme": {"palette": [3]},
        "plugins": ["furikaeri", {"tags": {"a": 1}}],
        "markdown_extensions": {"toc": {"permalink": False}},
        "extra_css": ["own.css"],
    }
    whole = completed(own, PACKAGED)
    assert whole["site_name"] == "theirs" and "docs_dir" not in whole
    assert whole["theme"] == {"name": "material", "font": False, "palette": [3]}
    assert whole["plugins"] == [{"search": {"lang": ["ja"]}}, "furikaeri", {"tags": {"a": 1}}]
    assert whole["markdown_extensions"] == ["attr_list", {"toc": {"permalink": False}}]
    assert whole["extra_css"] == ["assets/furikaeri.css", "own.css"]
    assert whole["validation"] == {"nav": {"omitted_files": "info", "not_found": "warn"}, "links": {}}


@pytest.mark.parametrize(
    ("theme", "short"),
    [(None, True), ({}, True), ({"logo": "a.svg"}, True), ("material", False), ({"name": "material"}, False)],
)
def test_a_file_that_names_its_theme_is_whole_as_it_is(tmp_path: Path, theme: object, short: bool) -> None:
    values = {"site_name": "x"} if theme is None else {"site_name": "x", "theme": theme}
    assert is_short(values) is short
    put(tmp_path, "mkdocs.yml", str(values).replace("'", '"'))
    settings = settings_of(tmp_path)
    assert settings.completed is short
    if not short:
        assert settings.values == values
        assert set(overrides(settings, {})) == {"plugins", "docs_dir"}


def test_the_packaged_settings_are_whole() -> None:
    assert settings_of(defaults()).completed is False


def test_a_page_of_the_roots_own_stands_beside_the_made_ones_and_needs_no_nav(tmp_path: Path) -> None:
    root = write_records(tmp_path)
    put(root, "mkdocs.yml", SHORT)
    put(root, "docs/guide.md", "---\ntwin: true\n---\n# 手引き\n\n[障害](incidents/index.md)\n")
    put(root, "docs/en/guide.md", "---\ntwin: true\n---\n# Guide\n\n[Incidents](incidents/index.md)\n")
    site = build(root, as_of="2024-03-01")
    assert "手引き</h1>" in re.sub(r"<a class=.*?</a>", "", text(site / "guide" / "index.html"))
    assert 'hreflang="ja"' in text(site / "en" / "guide" / "index.html")
    assert '<a href="/en/incidents/">' in text(site / "en" / "404.html")  # also where no site_url tells its place
