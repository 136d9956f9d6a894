"""Each edition speaks its own language alone: every page is read, with the authors' words in a third alphabet."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from generator.check.check import check
from generator.model.incident import Action, Incident, Review
from generator.publish.gather import drawn, gather, told
from generator.read.records import read
from generator.render.casebook import Casebook
from generator.render.data_files import data_files
from generator.render.site import render
from tests.render.render_inputs import incidents

ROOT = Path(__file__).parents[2]
AS_OF = dt.datetime.fromisoformat("2026-11-01T00:00+09:00")
WORD = "ΑΒΓ δεζ"  # what authors write, here
JAPANESE = re.compile(r"[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]")
LATIN = re.compile(r"[A-Za-z]{2,}")
#: What a page shows of records, policy and files as it stands there: addresses, paths, names of keys and codes.
CODE = re.compile(
    r"https?://\S+|[\w.-]+(?:/[\w.…-]+)+/?|INC-\d{4}-\d+|--?[a-z-]+|\b[a-z0-9]+(?:[_-][a-z0-9]+)+\b"
    r"|\b\w+\.(?:md|yml|json|csv|prom|xml|ics)\b|\{ ?#[a-z0-9-]+ \}|\bfurikaeri close\b"
    r"|\{\w+\}|\b(?:id|kind|total|month|null|unknown|fingerprint)\b"
)
#: Names that are the same in every language: of people, methods, works, products, and in the default policy.
NAMES = re.compile(
    r"\b(?:P\d (?:Critical|High|Medium|Low)|AWS / Azure|GitHub|Slack|Teams|KPI|JSON|CSV|UTC|SRE|EM|CTO"
    r"|Order Statistics|Bootstrap Methods and their Application|Fleiss, Levin and Paik|Fleiss・Levin・Paik)\b"
)


def masked(incident: Incident) -> Incident:
    """Return an incident whose every word is in the third alphabet."""
    return incident._replace(
        title=WORD,
        services=tuple("Υ" for _ in incident.services[:1]),
        team=WORD,
        detection=None if "<" in (incident.detection or "") else incident.detection,
        recovery=None if "<" in (incident.recovery or "") else incident.recovery,
        escalated_to=(),
        cause_summary=WORD,
        severity_reason=WORD,
        fingerprint=incident.fingerprint and "φ",
        impact=incident.impact._replace(functions=tuple(WORD for _ in incident.impact.functions)),
        actions=tuple(map(masked_action, incident.actions)),
        communication={key: value for key, value in incident.communication.items() if "<" not in key + value},
        sources=(),
        rows=tuple(row._replace(event=WORD, who=WORD) for row in incident.rows),
        sections=tuple(section._replace(heading=WORD, text=WORD) for section in incident.sections),
    )


def masked_action(action: Action) -> Action:
    return action._replace(id="Δ1", title=WORD, owner=WORD, tracker="", evidence="")


def masked_review(review: Review) -> Review:
    return review._replace(
        facilitator_role=WORD,
        decisions=(WORD,),
        actions=tuple(map(masked_action, review.actions)),
        sections=(),
        text=WORD,
    )


@pytest.fixture(scope="module")
def editions() -> dict[str, dict[str, str]]:
    """Return the pages and drawings of both editions: the casebook's last years, and what it has none of."""
    records = read(ROOT)
    recent = tuple(record for record in records.incidents if re.search(r"incidents/202[56]/", record.path))
    checked = check(replace(records, incidents=recent), AS_OF, language="ja", future=AS_OF, also=("en",))
    near = incidents()[3]._replace(id="INC-2026-055", kind="near_miss")
    known = {each.id: masked(each) for each in (*checked.incidents, *incidents(), near)}
    checked = checked._replace(incidents=tuple(known.values()), reviews=tuple(map(masked_review, checked.reviews)))
    gathered = gather(checked, records, AS_OF, "")
    mains = {
        language: replace(told(gathered, checked, drawn(gathered, language), language), alone=False)
        for language in ("ja", "en")
    }
    assert data_files(Casebook(mains["ja"])) == data_files(Casebook(mains["en"])), "data hold no words of a language"
    return {
        language: {uri: text.decode() for uri, text in render(one).files.items() if uri.endswith((".md", ".svg"))}
        for language, one in mains.items()
    }


def texts(page: str) -> Iterator[str]:
    """Yield what a reader sees, hears or gets by hovering, without samples of records and values quoted of them."""
    page = re.sub(r' data-(lines|texts)="[^"]*"', "", page)  # messages to send, which are in both languages
    page = re.sub(r"<(style|script|pre|code|kbd)\b.*?</\1>", " ", page.partition("---\n\n")[2] or page, flags=re.DOTALL)
    page = re.sub(r"(`|&#96;)[^`<]*?\1", " ", page)
    yield from re.findall(r'\b(?:title|aria-label|alt|placeholder)="([^"]+)"', page)
    yield from re.findall(r'\bdata-[a-z-]+="([^"]*[ \u3000-\u9fff][^"]*)"', page)  # words for scripts, not codes
    yield from (text for text in re.split(r"<[^>]*>|\n", page) if text.strip())


def said(pages: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for uri, page in pages.items():
        yield from ((uri, html.unescape(text).strip()) for text in texts(page))


def test_no_page_of_the_english_edition_shows_a_japanese_letter(editions: dict[str, dict[str, str]]) -> None:
    assert len(editions["en"]) > 60
    assert [found for found in said(editions["en"]) if JAPANESE.search(found[1])] == []


def test_no_page_of_the_japanese_edition_says_anything_in_english(editions: dict[str, dict[str, str]]) -> None:
    found = []
    for uri, text in said(editions["ja"]):
        rest = NAMES.sub("", CODE.sub("", text))
        alone = LATIN.search(rest) and not JAPANESE.search(rest)
        if alone or re.search(r"[A-Za-z]{2,},? [a-z]{2,},? [a-z]{2,}", rest):
            found.append((uri, text))
    assert found == []


def test_both_editions_have_the_same_pages_and_titles_of_their_own(editions: dict[str, dict[str, str]]) -> None:
    assert set(editions["ja"]) == set(editions["en"])
    for uri, page in editions["en"].items():
        if uri.endswith(".md"):
            assert not JAPANESE.search(page.split("\n", 3)[1]), uri
            assert "twin: true" in page.split("---")[1], uri
