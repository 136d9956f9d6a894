"""Every kind of page stays light where a year has hundreds of records, and still leads to each of them."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from generator.draw.charts import draw
from generator.draw.counts import draw_counts
from generator.measure.rates_behaviour import rates_behaviour
from generator.model.incident import Action
from generator.render.casebook import Casebook
from generator.render.search import is_record
from generator.render.site import sheets_of
from generator.render.templates import Sheet, Templates
from tests.render.render_inputs import TEMPLATES, ZONE, incident, inputs

MANY = 800
_ACTION = Action("A1", "プール監視を追加", "detect", "open", "SRE", dt.date(2026, 10, 2))
_MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Casebook:
    """Return a year of incidents of every severity, cause and hour of the day, most with an open action."""
    begun = dt.datetime(2025, 11, 1, tzinfo=ZONE)
    given = []
    for n in range(MANY):
        at = (begun + n * dt.timedelta(hours=10.9)).astimezone(dt.UTC)
        given.append(incident(
            1, None, id=f"INC-{at.year}-{n:04d}", title="予約API: 応答が遅延", started_at=at, anchor=at,
            detected_at=at + _MINUTE, acknowledged_at=at + (2 + n % 90) * _MINUTE, mitigated_at=at + 100 * _MINUTE,
            resolved_at=at + (110 + n * 7 % 400) * _MINUTE, severity=f"P{n % 4}", fingerprint=f"failure {n // 3}",
            cause=("capacity", "code_change", "network", "data")[n % 4 // 2], detection="alertmanager",
            recovery="service_restart", actions=(_ACTION,) * (n % 3 > 0),
        ))  # fmt: skip
    made_up = inputs(tmp_path_factory.mktemp("many"), given)
    charts = draw(made_up.table, made_up.policy, made_up.words)
    recent = draw(made_up.table, made_up.policy, made_up.words, months=24, suffix="-recent")
    counts = rates_behaviour(made_up.table)
    assert counts is not None and counts.control is not None
    charts |= draw_counts(counts, made_up.table, made_up.policy, made_up.words)
    return Casebook(replace(made_up, charts=charts, recent=recent, counts=counts))


@pytest.fixture(scope="module")
def pages(book: Casebook) -> dict[str, str]:
    """Return every page but those of the records, and one of these."""
    sheets = sheets_of(book)
    records = [sheet for sheet in sheets if is_record(sheet)]
    templates = Templates([TEMPLATES], book)
    shown: list[Sheet] = [sheet for sheet in sheets if not is_record(sheet)] + records[-1:]
    return {sheet.uri: templates.page(sheet).decode() for sheet in shown}


def test_no_page_is_heavy(pages: dict[str, str]) -> None:
    sizes = {uri: len(text.encode()) for uri, text in pages.items()}
    assert {uri: size for uri, size in sizes.items() if size > 170_000} == {}  # the frame around it takes some 25 KB


def test_the_pages_of_a_year_hold_each_of_its_records_once(book: Casebook, pages: dict[str, str]) -> None:
    found: Counter[str] = Counter()
    for uri, text in pages.items():
        if re.fullmatch(r"incidents/2026(/\d+)?\.md", uri):
            found.update(re.findall(r'<span class="fk-id">(INC-[\d-]+)', text))
    mine = {record.id for record in book.incidents if book.year(record) == 2026}
    assert len(mine) > 600 and found == Counter(mine)
    assert 'href="../../incidents/2026/2/">2</a>' in pages["incidents/2026.md"]


def test_a_cut_list_of_load_leads_to_all_it_counts(pages: dict[str, str]) -> None:
    cut = re.search(
        r'<div id="(\w+)"><dt>[^<]*<span class="fk-count">(\d+)</span></dt><dd class="fk-ids">(.*?)</dd>',
        pages["load/periods.md"],
    )
    assert cut is not None
    anchor, total, listed = cut.groups()
    assert listed.count("INC-") < int(total) and f'href="../../load/periods/{anchor}/"' in listed
    whole = re.findall(r">(INC-[\d-]+)</a>", pages[f"load/periods/{anchor}.md"])
    assert len(set(whole)) == int(total) == len(whole)


def test_a_crowd_of_dots_is_drawn_as_ranges(book: Casebook) -> None:
    """A full month is its range, which leads to its page, and its two longest, which lead to their records."""
    months = Counter(str(book.month(record)) for record in book.incidents)
    assert min(months.values()) >= 12
    for drawing in (book.inputs.recent["mttr"].svg, book.inputs.charts["mttr"].svg):
        assert drawing.count("<a ") == 3 * len(months) and len(drawing) < 60_000


def test_a_table_of_months_counts_what_it_cannot_name(pages: dict[str, str]) -> None:
    usual = pages["kpis/incident-rate.md"].partition("{ #usual }")[2].partition("\n## ")[0]
    rows = re.findall(r"<tr>.*?</tr>", usual)[1:]
    assert len(rows) > 10 and not any("/incidents/inc-" in row for row in rows)
    assert all(re.search(r"reviews/\d{4}-\d{2}/#figures", row) for row in rows)  # where they are named


def test_a_month_of_hundreds_names_the_first_and_leads_to_the_others(tmp_path: Path) -> None:
    """Each of 420 incidents in October missed its response, which was noticed late, and left an open action."""
    begun = dt.datetime(2026, 10, 1, tzinfo=ZONE)
    crowd = []
    for n in range(420):
        at = (begun + n * dt.timedelta(hours=1.7)).astimezone(dt.UTC)
        crowd.append(incident(
            1, None, id=f"INC-2026-{n:04d}", started_at=at, anchor=at, detected_at=at + 30 * _MINUTE, severity="P0",
            acknowledged_at=at + 90 * _MINUTE, resolved_at=at + 200 * _MINUTE, fingerprint="pool", actions=(_ACTION,),
        ))  # fmt: skip
    book = Casebook(inputs(tmp_path, crowd))
    sheet = next(sheet for sheet in sheets_of(book) if sheet.uri == "reviews/2026-10.md")
    page = Templates([TEMPLATES], book).page(sheet).decode()
    assert len(page.encode()) < 250_000
    incidents = page.partition("{ #incidents }")[2].partition("\n## ")[0]
    assert len(set(re.findall(r"/incidents/(inc-[\d-]+)/", incidents))) == 100
    assert re.search(r'<a href="../../incidents/\?from=2026-10&amp;to=2026-10">[^<]*320', incidents)
    missed = page.partition("{ #missed }")[2].partition("\n## ")[0]
    assert len(set(re.findall(r"/incidents/(inc-[\d-]+)/", missed))) == 100
    assert re.search(r'<a href="../../promises/">[^<]*320', missed)
