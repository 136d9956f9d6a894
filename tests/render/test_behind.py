"""From a figure to its records and back: what made it and what was left out are together all there is."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from generator.draw.charts import draw
from generator.measure.measure import measure
from generator.model.incident import Incident
from generator.model.kpi import DURATIONS, KPIS, Figures
from generator.model.month import MINUTE, Month
from generator.publish.pipeline import make_site
from generator.render.behind import behind, by_months, standing_of
from generator.render.casebook import Casebook
from generator.render.kpis import HEAVY, drawings, kpi_pages
from generator.render.links import slugs
from generator.render.templates import Templates
from tests.measure.made import POLICY, TOKYO, at, made, some_records
from tests.render.render_inputs import TEMPLATES, inputs

ROOT = Path(__file__).parents[2]
HAND_WORKED = ROOT / "tests" / "measure" / "hand_worked"
AS_OF = at("03-20 00:00")


def counted(kpi: str, figures: Figures) -> tuple[str, ...]:
    """Return the ids that the figure itself names."""
    if kpi in DURATIONS:
        return figures.durations[kpi].ids
    if kpi == "response_target":
        return (*figures.response_target.met_ids, *figures.response_target.missed_ids)
    return figures.recurrence_rate.eligible_ids if kpi == "recurrence_rate" else figures.incident_rate.ids


@given(some_records())
@settings(deadline=None, max_examples=60)
def test_made_and_left_out_are_all_records_of_the_month(given: list[Incident]) -> None:
    table = measure(given, POLICY, AS_OF)
    facts = {fact.id: fact for fact in table.facts}
    months = {i.id: Month.of(i.anchor, TOKYO) for i in given if i.anchor}
    for figures in (*table.months, table.total):
        month = figures.month
        left = [row for row in table.excluded if month is None or months.get(row.id) == month]
        wanted = sorted(i.id for i in given if month is None or months.get(i.id) == month)
        for kpi in KPIS:
            found = behind(kpi, figures, facts, left)
            assert sorted((*found.made, *found.left_ids)) == wanted
            assert len(found) == len(wanted)
            assert sorted(found.made) == sorted(counted(kpi, figures))
            told, without = by_months(found, months)
            assert sum(row.made + row.left for row in told) + len(without) == len(wanted)
            for name in found.made:
                assert standing_of(kpi, facts[name]).reason == ""


def test_the_reasons_by_hand() -> None:
    given = [
        made(1, started="01-05 10:00", detected="01-05 10:01", acked="01-05 10:02", resolved="01-05 11:00"),
        made(2, started="01-06 10:00", detected="01-06 10:01", acked="unknown", resolved="unknown"),
        made(3, started="01-07 10:00", detected="01-07 10:00"),
        made(4, started="01-08 10:00", kind="drill"),
        made(5, started="01-18 10:00", detected="01-18 10:00", acked="01-18 12:00", resolved="01-18 13:00"),
    ]
    table = measure(given, POLICY, at("02-10 00:00"))
    facts = {fact.id: fact for fact in table.facts}
    one, two, three, four, five = (incident.id for incident in given)
    month = table.months[0]
    time = behind("mttr", month, facts, table.excluded)
    assert (time.made, time.left) == ((one, five), (("unknown", (two,)), ("open", (three,)), ("drill", (four,))))
    assert time.minutes == {one: 60, five: 180}
    target = behind("response_target", month, facts, table.excluded)
    assert target.states == {one: "met", three: "missed", five: "missed"}
    assert target.left == (("unknown", (two,)), ("drill", (four,)))
    back = behind("recurrence_rate", month, facts, table.excluded)
    assert back.states == {one: "stayed"}
    assert back.left == (("unknown", (two,)), ("open", (three,)), ("window", (five,)), ("drill", (four,)))


class Opened(HTMLParser):
    """Reads every figure that opens: its KPI, what it speaks of, and how many records it names either way."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[dict[str, Any]] = []
        self.current: dict[str, Any] | None = None
        self.part = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "details":
            if "data-kpi" in given:
                self.current = {
                    "kpi": given["data-kpi"],
                    "of": given["data-of"],
                    "made": 0,
                    "left": 0,
                    "ids": Counter(),
                }
                self.found.append(self.current)
        elif self.current is not None:
            for part in ("made", "left"):
                if f"data-{part}" in given:
                    self.current[part] += int(given[f"data-{part}"] or 0)
            if tag == "a" and "fk-id" in (given.get("class") or ""):
                self.current["ids"][(given["href"] or "").rstrip("/").rsplit("/", 1)[-1].upper()] += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "details":
            self.current = None


def groups(record: dict[str, Any], family: str) -> list[str]:
    """Return the services or the cause of a record; of an incident what found it or brought it back."""
    if family == "services":
        return list(record["services"])
    return [record["cause"]["category"]]


def of_response(record: dict[str, Any], value: str) -> bool:
    """Tell whether a counted incident was found or recovered from in the way a page `detection:` or `recovery:` has."""
    family, _, slug = value.partition(":")
    if record["durations"] is None or record["kind"] != "incident":
        return False
    code = record["detection"] if family == "detection" else record["response"]["recovery"]
    return code is None if slug == "by/not-recorded" else slugs([code or ""])[code or ""] == slug


def part_of(record: dict[str, Any], of: str, named: dict[str, str]) -> bool:
    """Tell whether a record belongs to what a figure speaks of: a month or more, everything, or `family:slug`."""
    family, _, name = of.partition(":")
    if not name:
        month = record["month"] or ""
        quarter = f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}" if month else ""
        return of == "total" or (bool(month) and of in (month, quarter, month[:4]))
    if family == "kind":
        return bool(record["kind"] == name)
    if family in ("detection", "recovery"):
        return of_response(record, of)
    if family == "severity":
        return bool(record["severity"] == name)
    return name in [named[group] for group in groups(record, family)]


@pytest.mark.parametrize(("root", "as_of"), [(HAND_WORKED, "2026-05-10T12:00+09:00"), (ROOT, "2026-11-01")])
def test_every_figure_of_every_page_opens_to_all_records(root: Path, as_of: str) -> None:
    site = make_site(root, as_of=as_of)
    records = json.loads(site.files["data/incidents.json"])["incidents"]
    excluded = {row["id"] for row in json.loads(site.files["data/kpis.json"])["records"]["excluded"]}
    unseen = len(excluded - {record["id"] for record in records})  # not known yet: in no month, but left out of all
    families = ("services", "causes")
    named = {f: slugs({name for record in records for name in groups(record, f)}) for f in families}
    pages = {uri: Opened(data.decode("utf-8")).found for uri, data in site.files.items() if uri.endswith(".md")}
    for uri, opened in pages.items():
        for figure in opened:
            if re.fullmatch(r"detection:by/(?!not-recorded).*", figure["of"]):
                continue  # sums of sources, held by tests/render/test_detection.py
            wanted = [
                r["id"] for r in records if part_of(r, figure["of"], named.get(figure["of"].partition(":")[0], {}))
            ]
            more = unseen if figure["of"] == "total" else 0
            assert figure["made"] + figure["left"] == len(wanted) + more, (uri, figure)
            if len(wanted) + more <= 60:  # named one by one
                assert sum(figure["ids"].values()) + more == len(wanted) + more, (uri, figure)
                assert set(figure["ids"]) == set(wanted), (uri, figure)
    months = [uri for uri in pages if re.fullmatch(r"reviews/\d.*", uri)]
    assert months and all(sorted(f["kpi"] for f in pages[uri]) == sorted(KPIS) for uri in months)
    assert sorted(f["kpi"] for f in pages["index.md"]) == ["incident_rate", "mttr", "response_target"]
    for kpi in KPIS:
        assert [f["kpi"] for f in pages[f"kpis/{kpi.replace('_', '-')}.md"]] == [kpi, kpi]
    grouped = [uri for uri in pages if re.fullmatch(r"(services|causes)/(?!index).*", uri)]
    assert grouped and all(len(pages[uri]) in (0, 5) for uri in grouped)
    assert {f["kpi"] for f in pages["kpis/index.md"]} == set(KPIS)
    drilled = any(record["kind"] == "drill" for record in records)
    assert [f["kpi"] for f in pages["drills/index.md"]] == (["mttd", "mtta", "mttr"] if drilled else [])


@pytest.fixture(scope="module")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Casebook:
    """Return a casebook of a thousand incidents over ten years, with its real drawings."""
    starts = [dt.datetime(2016, 11, 1, tzinfo=dt.UTC) + dt.timedelta(hours=87 * n) for n in range(1000)]
    given = [
        made(n, id=f"INC-{2016 + n // 100}-{n:04d}", title=f"予約API: 応答が遅延し、全リクエストが失敗 {n}",
             path=f"incidents/{n}.md", severity=f"P{n % 4}", cause="capacity", started=start,
             detected=start + n % 50 * MINUTE, acked=start + 60 * MINUTE, mitigated=start + 90 * MINUTE,
             resolved=start + (100 + n) * MINUTE)
        for n, start in enumerate(starts)
    ]  # fmt: skip
    made_up = inputs(tmp_path_factory.mktemp("thousand"), given)
    charts = draw(made_up.table, made_up.policy, made_up.words)
    recent = draw(made_up.table, made_up.policy, made_up.words, months=24, suffix="-recent")
    return Casebook(type(made_up)(**{**vars(made_up), "charts": charts, "recent": recent}))


def test_a_thousand_incidents_leave_the_pages_of_kpis_light(thousand: Casebook) -> None:
    templates = Templates([TEMPLATES], thousand)
    for sheet in kpi_pages(thousand):
        text = templates.page(sheet)
        assert len(text) < 170_000, sheet.uri  # the frame around it takes some 30 KB: a page has less than 200
        opened = Opened(text.decode("utf-8")).found
        totals = [figure for figure in opened if figure["of"] == "total"]
        assert all(figure["made"] + figure["left"] == 1000 for figure in totals)
    heavy = {f"kpis/{kpi}.svg" for kpi in (*DURATIONS, "response-target", "recurrence-rate")}
    assert set(drawings(thousand)) == heavy
    page = templates.page(next(s for s in kpi_pages(thousand) if s.uri == "kpis/mttr.md")).decode("utf-8")
    assert 'href="../../kpis/mttr.svg"' in page
    assert page.count('href="../../incidents/') < 500
    drawing = drawings(thousand)["kpis/mttr.svg"].decode("utf-8")
    assert len(drawing) > HEAVY and drawing.count('href="../incidents/inc-') == 1000
