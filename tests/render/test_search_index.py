"""The index finds every part of every word, and nothing that is not there."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.measure import search_lists
from generator.measure.search_lists import lists_of, varints
from generator.render.search_index import BLOCK, Document, Index, fold, index
from tests.render.search_twin import found, lists, numbers, places, ranks

TEXTS = (
    (
        "INC-2026-014 予約API: 接続プールの枯渇",
        "図書館\n証明書の期限切れに気づき、コードロールバックした。\nrestarted DB, then DB2",
    ),
    ("INC-2026-140 cdn: 東京リージョンで遅延", "ｷｬｯｼｭを消した。Ｒｅｐｌｉｃａ ｌａｇ\nERROR pool exhausted active=200"),
    ("INC-2025-003 切り戻し", "全角の接続プ ール。𠮷野家😀の例。 ② ㍿ ΟΔΟΣ"),
)


def made(*texts: tuple[str, str]) -> Index:
    return index([Document(title, text, {}) for title, text in texts])


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("接続プール", {0}),  # in the last text a space stands in it
        ("期限切れ", {0}),
        ("東京リージョン", {1}),
        ("ロールバック", {0}),
        ("キャッシュ", {1}),
        ("ｷｬｯｼｭ", {1}),
        ("ｶﾅ", set()),
        ("INC-2026-014", {0}),
        ("inc-2026", {0, 1}),
        ("ＩＮＣ－２０２６－１４", {1}),
        ("replica", {1}),
        ("REPL", {1}),
        ("ica", {1}),
        ("db", {0}),
        ("b2", {0}),
        ("api", {0}),
        ("約api", {0}),
        ("api:", {0}),
        ("た。restarted", set()),  # a line ends between them
        ("active=200", {1}),
        ("プ", {0, 2}),
        ("0", {0, 1, 2}),
        ("𠮷", {2}),
        ("𠮷野", {2}),
        ("😀の", {2}),
        ("株式会社", {2}),
        ("οδος", {2}),
        ("接続 枯渇", {0}),
        ("接続 東京", set()),
        ("", set()),
        (" \u3000", set()),
    ],
)
def test_what_is_found(query: str, numbers: set[int]) -> None:
    assert found(made(*TEXTS), query) == numbers


def test_the_title_counts_more_and_its_beginning_most() -> None:
    own = made(("ab接続", "x"), ("x", "ab接続"), ("yab接続", "接続"))
    assert ranks(own, "ab接続") == {0: 3, 1: 1, 2: 2}
    assert ranks(own, "接続") == {0: 2, 1: 1, 2: 2}
    assert ranks(own, "ab") == {0: 2, 1: 1, 2: 2}, "two letters: the documents are known, not the places"


def test_the_lists_are_written_as_they_are_described() -> None:
    own = made(("aé", "abc abé"), ("c", ""))
    # aé↵abc abé↵ has 11 characters
    assert own.files["docs.bin"] == bytes([11, 2, 3, 1])
    assert places(own, "aé") == [0]
    assert places(own, "abc") == [3]
    assert places(own, " ab") == [3, 7]
    assert places(own, "abé") == [7]
    assert places(own, "bé") == [8]
    assert places(own, "c") == [0, 3]
    assert places(own, "ab") == [0]
    assert json.loads(own.files["t0.json"]) == [{"title": "aé", "text": "abc abé"}, {"title": "c", "text": ""}]


def test_a_place_far_on_takes_more_than_a_byte() -> None:
    own = made(("一二", "三" * 300 + " 一二"))
    assert places(own, "一二") == [0, 304]


# characters that fold to others or to several, that combine, that lie beyond 16 bits, and what separates words
_CHARACTERS = "aBc-2０Ａあアｱｶﾞがプ接続。é\u0301ßΣς①㍿İ😀𠮷 \n\u3000"
_text = st.text(alphabet=_CHARACTERS, max_size=14)


@given(st.lists(st.tuples(_text, _text), min_size=1, max_size=BLOCK + 1), st.data())
def test_every_part_of_every_word_is_found_and_nothing_else(texts: list[tuple[str, str]], data: st.DataObject) -> None:
    own = made(*texts)
    wholes = [f"{fold(title)}\n{fold(text)}" for title, text in texts]
    words = [word for whole in wholes for word in whole.split()] or ["x"]
    word = data.draw(st.sampled_from(words))
    begin = data.draw(st.integers(0, len(word) - 1))
    part = word[begin : data.draw(st.integers(begin + 1, len(word)))]
    wanted = {number for number, whole in enumerate(wholes) if part in whole}
    assert set(ranks(own, part)) == wanted
    if part != word or part != "x":
        assert wanted


@given(st.lists(st.tuples(_text, _text), min_size=1, max_size=3), st.text(alphabet=_CHARACTERS, max_size=5))
def test_what_is_not_there_is_not_found(texts: list[tuple[str, str]], query: str) -> None:
    wholes = [f"{fold(title)}\n{fold(text)}" for title, text in texts]
    words = fold(query).split()
    wanted = {n for n, whole in enumerate(wholes) if words and all(word in whole for word in words)}
    assert found(made(*texts), query) == wanted


@given(st.lists(st.tuples(_text, _text | st.text(max_size=20)), min_size=1, max_size=6), st.integers(1, 40))
def test_the_lists_are_those_of_reading_character_by_character(texts: list[tuple[str, str]], at_once: int) -> None:
    titles = [fold(title) for title, _ in texts]
    wholes = [f"{title}\n{fold(text)}\n" for title, (_, text) in zip(titles, texts, strict=True)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_lists, "_AT_ONCE", at_once)
        made_of = list(lists_of(wholes, [len(title) for title in titles]))
    assert {key: numbers(found, rising=True) for key, found in made_of} == lists(wholes, list(map(len, titles)))
    assert len(made_of) == len(dict(made_of))


@given(st.lists(st.integers(0, 2**40)))
def test_varints_are_read_as_they_were_written(given: list[int]) -> None:
    assert numbers(varints(given), rising=False) == given


def test_folding_twice_is_folding_once() -> None:
    for text in (*_CHARACTERS, _CHARACTERS):
        assert fold(fold(text)) == fold(text)


def test_the_stamp_is_that_of_the_content() -> None:
    assert made(*TEXTS).stamp == made(*TEXTS).stamp
    assert made(*TEXTS).stamp != made(*TEXTS[:2]).stamp
    assert re.fullmatch("[0-9a-f]{12}", made().stamp)


def test_many_texts_are_cut_into_many_files() -> None:
    own = made(*((f"{n}", "".join(chr(0x4E00 + (n * 37 + i * i) % 9000) for i in range(400))) for n in range(90)))
    assert own.shards > 3
    assert max(len(own.files[f"p{n}.bin"]) for n in range(own.shards)) < 60_000
    assert len([name for name in own.files if name.startswith("t")]) == -(-90 // BLOCK)
    assert found(own, chr(0x4E00) + chr(0x4E01)) >= {0}
