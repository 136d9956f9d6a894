"""Two editions of one site: what each holds, where it stands, and how the settings speak in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from babel.messages.pofile import read_po

from generator.model.page import Edition, Made, Site
from generator.publish.build import BuildFailed, build
from generator.publish.editions import LANGUAGES, SAID, alternates, place_of, turned, wanted
from generator.publish.pipeline import make
from generator.publish.settings import settings_of
from generator.publish.write import write_plain
from generator.read import words as reader
from tests.publish.records import write_records

AS_OF = "2024-03-01T00:00+09:00"
EMPTY = Site({}, [])
JA, EN = Edition("ja", "", EMPTY), Edition("en", "en/", EMPTY)
BOTH = Made((JA, EN), "2024-03-01")


def test_the_main_edition_has_the_data_and_both_have_every_page(root: Path) -> None:
    made = make(write_records(root), as_of=AS_OF, editions=LANGUAGES)
    main, other = made.editions
    assert [(one.language, one.folder) for one in made.editions] == [("ja", ""), ("en", "en/")]
    alone = set(main.site.files) - set(other.site.files)
    index = {uri for uri in alone if uri.startswith("search/")}
    assert alone - index == {uri for uri in alone if uri.startswith("data/")}
    assert index and not any(
        uri.endswith("furikaeri.json") for uri in index
    )  # each edition's own leads to the one index
    assert "data/kpis.json" in alone
    assert "data/index.md" in other.site.files
    assert b'"../../data/kpis.json"' in other.site.files["data/index.md"]
    assert b'"../data/kpis.json"' in main.site.files["data/index.md"]
    assert b"1 \xe6\x99\x82\xe9\x96\x93" not in other.site.files["kpis/mttr.md"]
    assert b"30 min" in other.site.files["kpis/mttr.md"]
    assert "30分".encode() in main.site.files["kpis/mttr.md"]


@pytest.mark.parametrize(
    ("asked", "editions", "folders"),
    [
        (None, (), {"ja": ""}),
        (None, ("ja", "en"), {"ja": "", "en": "en/"}),
        (None, ("en",), {"en": ""}),
        ("en", ("ja", "en"), {"en": "", "ja": "ja/"}),
        ("en", ("en",), {"en": ""}),
        ("en", ("ja",), {"en": "", "ja": "ja/"}),
    ],
)
def test_the_language_that_is_asked_for_stands_at_the_root(
    root: Path, asked: Any, editions: Any, folders: dict[str, str]
) -> None:
    made = make(write_records(root), as_of=AS_OF, language=asked, editions=editions)
    assert {one.language: one.folder for one in made.editions} == folders
    assert (b"twin: true" in made.main.site.files["index.md"]) == (len(folders) > 1)


def test_each_edition_leads_to_the_others_and_to_itself() -> None:
    ways = [{each["lang"]: each["link"] for each in alternates(BOTH, one, None)} for one in BOTH.editions]
    assert ways == [{"ja": "./", "en": "en/"}, {"ja": "../", "en": "./"}]
    homes = [each["home"] for each in alternates(BOTH, EN, "https://example.org/back")]
    assert homes == ["https://example.org/back/", "https://example.org/back/en/"]
    assert alternates(Made((JA,), ""), JA, None) == []


@pytest.mark.parametrize(
    ("uri", "in_main", "in_other"),
    [
        ("note.md", "note.md", None),
        ("assets/logo.svg", "assets/logo.svg", "assets/logo.svg"),
        ("en/note.md", None, "note.md"),
        ("en/assets/logo.svg", None, "assets/logo.svg"),
        ("english.md", "english.md", None),
    ],
)
def test_hand_written_files_belong_to_an_edition(uri: str, in_main: str | None, in_other: str | None) -> None:
    assert (place_of(uri, BOTH, JA), place_of(uri, BOTH, EN)) == (in_main, in_other)
    assert place_of(uri, Made((JA,), ""), JA) == uri, "alone, it has them all"


def test_editions_are_a_list_or_have_settings_of_their_own() -> None:
    assert wanted(["ja"]) == {"ja": {}}
    assert wanted({"ja": None, "en": {"site_name": "Ours"}}) == {"ja": {}, "en": {"site_name": "Ours"}}


@pytest.mark.parametrize("value", ["ja", [], ["fr"], [["ja"]], {"en": {"theme": "x"}}, {"en": "Ours"}, 3])
def test_what_names_no_edition_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="editions"):
        wanted(value)


def test_the_plugins_option_is_checked_before_anything_is_written(root: Path) -> None:
    write_records(root)
    (root / "mkdocs.yml").write_text("site_name: x\nplugins: [furikaeri: {editions: [fr]}]\n", encoding="utf-8")
    with pytest.raises(BuildFailed, match="'fr' is none of ja, en"):
        build(root, as_of=AS_OF)
    assert not (root / "site").exists()


def test_words_of_ours_in_settings_follow_the_edition_and_others_stay() -> None:
    english = {"toggle": {"name": "Light (press for dark)"}, "name": "昼"}
    japanese = {"toggle": {"name": "明るい表示です(押すと暗い表示)"}, "name": "昼"}
    assert turned([english], "ja") == turned([japanese], "ja") == [japanese]
    assert turned([japanese], "en") == [english]


def test_every_word_of_the_packaged_settings_is_in_the_catalogue() -> None:
    with (reader.LOCALE / "ja" / "publish.po").open(encoding="utf-8") as stream:
        japanese = {str(entry.id): str(entry.string) for entry in read_po(stream, abort_invalid=True) if entry.id}
    assert set(japanese) == set(SAID)
    assert all(japanese.values())
    text = (reader.LOCALE.parents[1] / "mkdocs.yml").read_text(encoding="utf-8")
    values = yaml.safe_load(text)
    names = [entry["toggle"]["name"] for entry in values["theme"]["palette"]]
    titles = [one["toc"]["permalink_title"] for one in values["markdown_extensions"] if "toc" in one]
    assert {*names, *titles} <= set(japanese.values())
    assert reader.words("ja", ZoneInfo("UTC")).messages.items() >= japanese.items()


def own_root(root: Path) -> Path:
    """Return a root with pages of its own in both languages."""
    (write_records(root) / "docs" / "en").mkdir(parents=True)
    for name, text in (("note.md", "# 手引き"), ("en/note.md", "# Handbook"), ("logo.txt", "logo")):
        (root / "docs" / name).write_text(text, encoding="utf-8")
    (root / "mkdocs.yml").write_text(
        "site_name: 振り返り\nsite_url: https://example.org/back/\ntheme: {name: material, font: false}\n"
        "markdown_extensions: [attr_list, md_in_html, tables]\nnot_in_nav: /note.md\n"
        "plugins: [search, furikaeri: {editions: {ja: {}, en: {site_name: Looking back}}}]\n",
        encoding="utf-8",
    )
    return root


def read_text(site: Path, uri: str) -> str:
    return (site / uri / "index.html").read_text(encoding="utf-8")


def test_a_built_site_has_both_editions_and_each_page_leads_to_its_twin(root: Path) -> None:
    site = build(own_root(root), as_of=AS_OF)
    main, other = read_text(site, "incidents/inc-2024-001"), read_text(site, "en/incidents/inc-2024-001")
    assert '<html lang="ja"' in main
    assert '<html lang="en"' in other
    assert " - 振り返り</title>" in main
    assert " - Looking back</title>" in other
    for page in (main, other):
        for language, folder in (("x-default", ""), ("ja", ""), ("en", "en/")):
            way = f'href="https://example.org/back/{folder}incidents/inc-2024-001/" hreflang="{language}"'
            assert page.count(way) == 1
    assert 'href="../../en/incidents/inc-2024-001/" hreflang="en" lang="en"' in main
    assert 'href="../../../incidents/inc-2024-001/" hreflang="ja" lang="ja"' in other
    assert '<link rel="canonical" href="https://example.org/back/en/incidents/inc-2024-001/">' in other
    assert "手引き" in read_text(site, "note")
    assert "Handbook" in read_text(site, "en/note")
    assert [(site / place).is_file() for place in ("logo.txt", "en/logo.txt", "data/kpis.json")] == [True] * 3
    assert not (site / "en" / "data" / "kpis.json").exists()
    assert not (site / "en" / "en").exists()
    for folder, said in (("", "<h1>ページが見つからない</h1>"), ("en/", "<h1>Page not found</h1>")):
        missing = (site / folder / "404.html").read_text(encoding="utf-8")
        assert said in missing and f'<a href="/back/{folder}incidents/">' in missing  # it is shown at any address


def test_plain_files_are_two_settings_and_two_folders(root: Path) -> None:
    made = make(own_root(root), as_of=AS_OF, editions=LANGUAGES)
    write_plain(made, settings_of(root), root / "plain")
    plain = root / "plain"
    main, other = (yaml.safe_load((plain / f"mkdocs{way}.yml").read_text(encoding="utf-8")) for way in ("", ".en"))
    assert [one["theme"]["language"] for one in (main, other)] == ["ja", "en"]
    assert [one["site_name"] for one in (main, other)] == ["振り返り", "Looking back"]
    assert [one["site_url"] for one in (main, other)] == ["https://example.org/back/", "https://example.org/back/en/"]
    assert (other["docs_dir"], other["site_dir"]) == ("docs.en", "site/en")
    assert (plain / "docs" / "note.md").read_text(encoding="utf-8") == "# 手引き"
    assert (plain / "docs.en" / "note.md").read_text(encoding="utf-8") == "# Handbook"
    assert (plain / "docs.en" / "logo.txt").is_file()
    assert not (plain / "docs" / "en").exists()
    assert not (plain / "docs.en" / "data" / "kpis.json").exists()
