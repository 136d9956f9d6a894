"""The page of promises: every state has its place, every count leads to its records, and the page stays small."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path

from generator.model.incident import Action, Incident
from generator.model.month import Month
from generator.render.casebook import Casebook
from generator.render.lists import DrillsView, drills_page
from generator.render.promises import PromisesView, kept_in_month, promises_page
from generator.render.templates import Templates
from tests.render.render_inputs import TEMPLATES, ZONE, incident, inputs, instant


def page(root: Path, given: Sequence[Incident] | None = None) -> str:
    book = Casebook(inputs(root, given, language="en"))
    return Templates([TEMPLATES], book).page(promises_page(book)).decode()


def section(text: str, name: str) -> str:
    return text.split(f"{{ #{name} }}")[1].split("\n## ", maxsplit=1)[0]


def row(part: str, head: str) -> list[str]:
    """Return the cells of the row that begins with `head`, as plain text."""
    (found,) = re.findall(rf'<tr><th scope="row">(?:<[^>]+>)*{re.escape(head)}.*?</tr>', part.replace("\n", " "))[:1]
    cells = re.findall(r"<td[^>]*>(.*?)</td>", found)
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells]


def test_every_count_leads_to_its_incidents(tmp_path: Path) -> None:
    """October: 014 (P1) answered in 2 minutes; 016 (P0) not answered for 50. September: 003, nobody knows when."""
    response = section(page(tmp_path), "response")
    share, met, missed, not_recorded, unknown = row(response, "All")
    assert share.startswith("50 % 1/2 95% ")
    assert (met, missed) == ("1 INC-2026-014", "1 INC-2026-016")
    assert (not_recorded, unknown) == ("0", "1 INC-2026-003")
    assert row(response, "Sep 2026") == ["— none can be judged", "0", "0", "0", "1 INC-2026-003"]
    assert 'href="../incidents/inc-2026-016/"' in response


def test_not_recorded_is_a_column_of_its_own_and_in_no_share(tmp_path: Path) -> None:
    update = section(page(tmp_path), "update")
    heads = re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', update)[:5]
    assert heads == ["Severity", "Share kept", "kept", "not kept", "not recorded"]
    assert row(update, "All")[:4] == [
        "100 % 1/1 95% 21 % – 100 %",
        "1 INC-2026-014",
        "0",
        "2 INC-2026-016 INC-2026-003",
    ]


def test_actions_lead_to_their_record_or_review_and_the_oldest_come_first(tmp_path: Path) -> None:
    text = page(tmp_path)
    assert row(section(text, "actions"), "from reviews")[3] == "1 2026-10 R1"
    oldest = section(text, "ageing")
    days = [int(found) for found in re.findall(r'^<tr><td>.*?</td><td class="fk-n">(\d+)', oldest, re.MULTILINE)]
    assert days == [52, 29, 0], "003 began on 10 September, 014 on 3 October, the review was held on the day shown"


def test_the_drills_of_a_quarter_are_those_of_the_page_of_drills(tmp_path: Path) -> None:
    """One on 15 April, one of which only the day is known (2 May), one of which nobody knows when it was."""
    given = [
        incident(1, "2026-04-15 10:00", kind="drill"),
        incident(2, None, kind="drill", occurred_on=dt.date(2026, 5, 2)),
        incident(3, None, kind="drill"),
    ]
    book = Casebook(inputs(tmp_path, given))
    listed, view = drills_page(book).view, promises_page(book).view
    assert isinstance(listed, DrillsView) and isinstance(view, PromisesView)
    lists = {f"{q.year}-Q{q.number}": sorted(line.incident.id for line in q.drills) for q in listed.quarters}
    assert lists == {quarter.name: sorted(quarter.held) for quarter in view.quarters}
    assert lists == {"2026-Q2": ["INC-2026-001", "INC-2026-002"], "2026-Q3": [], "2026-Q4": []}
    assert [line.incident.id for line in listed.undated] == ["INC-2026-003"] == list(view.kept.drills.undated)
    assert [quarter.state for quarter in view.quarters] == ["pending", "missed", "met"]


def test_what_is_promised_to_nobody_has_no_table(tmp_path: Path) -> None:
    """P3 has a target for the response, and no status updates are promised for it."""
    text = page(tmp_path, [incident(1, "2026-10-03 09:00", severity="P3", detected_at=instant("2026-10-03 09:00"))])
    assert "<table" in section(text, "response") and "<table" not in section(text, "update")
    assert "Status updates" in text.split("## ")[0] and "none promised" in text.split("## ")[0]


def test_a_site_without_records_has_a_page_that_says_so(tmp_path: Path) -> None:
    text = page(tmp_path, ())
    assert text.count("No incident is counted yet.") == 3
    assert "No action is recorded yet." in text and "No action is open." in text


def test_the_month_has_the_counts_of_its_incidents(tmp_path: Path) -> None:
    book = Casebook(inputs(tmp_path))
    october = kept_in_month(book, Month(2026, 10))
    assert october is not None
    assert (october.kept["response"].kept, october.kept["response"].judged) == (1, 2)
    assert kept_in_month(book, Month(2026, 11)) is None


def test_a_thousand_records_over_ten_years_make_a_page_below_200_kb(tmp_path: Path) -> None:
    begun = dt.datetime(2016, 11, 2, 10, tzinfo=ZONE)
    many = []
    for number in range(1000):
        at = (begun + dt.timedelta(days=3.64 * number)).astimezone(dt.UTC)
        due = at.date() + dt.timedelta(30)
        done = ("done", due + dt.timedelta(number % 7 - 3)) if number % 3 else ("open", None)
        actions = tuple(Action(f"A{n}", "t", "prevent", done[0], "SRE", due, done[1]) for n in range(number % 4))
        many.append(incident(1, None, id=f"INC-{at.year}-{number:04d}", started_at=at, anchor=at, detected_at=at,
                             acknowledged_at=at + dt.timedelta(minutes=number % 90), severity=f"P{number % 4}",
                             resolved_at=at + dt.timedelta(hours=2), actions=actions))  # fmt: skip
    text = page(tmp_path, many)
    assert 100_000 < len(text.encode()) < 200_000  # MkDocs and the charts add some 70 kB
    response = section(text, "response")
    assert len(re.findall(r'<tr><th scope="row"><a href="\.\./reviews/', response)) == 12
    year = re.search(r'<tr><th scope="row"><a href="\.\./incidents/2019/">2019</a>.*?</tr>', response, re.DOTALL)
    assert year and "<details>" not in year.group()
    assert re.search(r"and \d{2,3} more", response)
