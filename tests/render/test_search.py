"""What of a site can be found, and where its files stand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.model.policy import Language
from generator.render.casebook import Casebook
from generator.render.search import is_record, records_index, search_files, uri_of
from generator.render.search_index import Index
from generator.render.search_text import sections_of, text_of
from generator.render.site import render, sheets_of
from generator.render.templates import Templates
from tests.render.render_inputs import inputs
from tests.render.search_twin import found


def test_a_phrase_ends_with_its_element_and_not_with_its_emphasis() -> None:
    assert text_of("<p><strong>機能</strong>影響<br>次 &lt;b&gt; &amp;amp;</p>\n<td>a</td><td>b</td>") == (
        "機能影響\n次 <b> &amp;\na\nb"
    )
    assert text_of("a<svg><text>x</text></svg><details><p>y</p></details>b") == "a\nb"
    assert text_of("AT&amp;T") == "AT&T"


def test_a_page_is_cut_at_its_headings() -> None:
    page = '---\ntitle: "x"\n---\n\n<p>a</p>\n\n## 約束 { #promises }\n\n<p>b</p>\n'.encode()
    assert sections_of(page) == [("", "", "a"), ("promises", "約束", "b")]


@pytest.fixture(scope="module", params=["ja", "en"])
def edition(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Casebook, Index]:
    language: Language = request.param
    book = Casebook(inputs(tmp_path_factory.mktemp("root"), language=language))
    templates = Templates(book.inputs.template_dirs, book)
    said: dict[str, list[object]] = {}
    for sheet in sheets_of(book):
        if is_record(sheet):
            templates.page(sheet, said.setdefault(sheet.uri, []))  # type: ignore[arg-type]  # a list of strings
    return book, records_index(book, said)  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("INC-2026-014", {"INC-2026-014"}),
        ("全リクエスト失敗", {"INC-2026-014"}),  # the summary
        ("inc-2026-003を参照", set()),  # a space stands between them
        ("翌日の確認", {"INC-2026-014"}),  # the timeline
        ("監視を追加", {"INC-2026-014"}),  # an action
        ("予約api", {"INC-2026-003", "INC-2026-005", "INC-2026-007", "INC-2026-014", "INC-2026-016"}),
        ("切り替え訓練", {"INC-2026-005"}),
        ("<script>alert(1)</script>", {"INC-2026-003"}),  # as the page shows it
        ("経過", set()),  # the page's word, not the record's
        ("elapsed", set()),
    ],
)
def test_a_record_s_own_words_are_indexed(edition: tuple[Casebook, Index], words: str, ids: set[str]) -> None:
    book, index = edition
    newest_first = [incident.id for incident in reversed(book.incidents)]
    assert {newest_first[number] for number in found(index, words)} == ids


def test_editions_may_share_the_index_of_the_records(tmp_path: Path) -> None:
    stamps = set()
    for language in ("ja", "en"):
        site = render(inputs(tmp_path, language=language))  # type: ignore[arg-type]  # both are languages
        document = json.loads(site.files["search/furikaeri.json"])
        stamps.add(document["records"]["at"])
        assert f"search/{document['records']['at']}docs.bin" in site.files
    assert len(stamps) == 1


def test_another_edition_s_index_is_not_written_again(edition: tuple[Casebook, Index]) -> None:
    book, index = edition
    sheets = sheets_of(book)
    pages = {sheet.uri: b"---\n---\n" for sheet in sheets}
    place = f"../../search/{index.stamp}/"
    files = search_files(book, sheets, pages, index, place)
    assert list(files) == ["search/furikaeri.json"]
    document = json.loads(files["search/furikaeri.json"])
    assert document["records"]["at"] == place
    label = {"ja": "ヒヤリハット", "en": "near miss"}[book.words.language]
    assert document["kinds"]["near_miss"] == label


def test_pages_that_are_no_records_are_listed_with_notes_and_rules(tmp_path: Path) -> None:
    site = render(inputs(tmp_path))
    pages = {
        address: (title, text) for address, title, text in json.loads(site.files["search/furikaeri.json"])["pages"]
    }
    assert "訓練を増やす" in pages["reviews/2026-10/"][1]  # agreed on in the month's note
    assert pages["rules/#resolved-before-started"][0] == "F204 resolved-before-started"
    assert "" in pages and "kpis/mttr/" in pages and "response/oncall/" in pages
    assert len(pages["methodology/"][1]) > 50
    assert pages["actions/"][1] == "" and pages["actions/#overdue"] == ("期限切れ", "")  # its heading, not its rows
    assert not [address for address in pages if address.startswith("incidents/inc-")]
    assert all(uri_of(incident) in site.files for incident in Casebook(inputs(tmp_path)).incidents)
