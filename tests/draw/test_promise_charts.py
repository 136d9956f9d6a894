"""The charts of promises draw the counts they say, and nothing that is not recorded as kept or broken."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from generator.draw.promises import draw_promises
from generator.measure.frame import frame
from generator.measure.promises import promises_about_incidents
from generator.model.chart import Chart
from generator.model.kept import KeptPromises
from generator.model.kpi import Fact
from generator.model.month import Month
from tests.draw.draw_tables import english, fact, policy, table

SEP, OCT = Month(2026, 9), Month(2026, 10)
AUG = Month(2026, 8)


def some() -> list[Fact]:
    return [
        fact(1, SEP, 1, 30, update="missed", report="met"),
        fact(2, SEP, 2, 30, update="met", report="met"),
        fact(3, SEP, 3, 30, update="none", report="unknown"),
        fact(4, OCT, 1, 30, update="not_recorded", report="pending"),
        fact(5, OCT, 2, 30, update="pending", report="missed"),
    ]


def drawn(facts: list[Fact], months: int | None = None) -> dict[str, Chart]:
    kept = KeptPromises(incidents=promises_about_incidents(frame(facts)))
    return draw_promises(kept, table(facts) if facts else table([]), policy(), english(), months)


def test_each_promise_has_a_chart_that_says_its_counts() -> None:
    charts = drawn(some())
    assert list(charts) == ["response", "update", "report"]
    update = charts["update"]
    assert update.title == "Status updates of Sep 2026: kept for 1 of 2 judged", "of October none can be judged"
    assert update.rows[0] == ("Oct 2026", "0", "0", "1", "0", "1", "—", "—")
    assert update.rows[1][:7] == ("Sep 2026", "1", "1", "0", "0", "0", "50 %")
    assert update.links == (("INC-2026-004", "INC-2026-005"), ("INC-2026-001", "INC-2026-002"))
    assert "1 not recorded" in update.description and "Last not kept in Sep 2026: INC-2026-001." in update.description
    assert "not judged 2, not recorded 1 of them" in " ".join(ET.fromstring(update.svg).itertext())
    assert charts["report"].title == "Final reports of Oct 2026: kept for 0 of 1 judged"
    recorded = " ".join(ET.fromstring(charts["report"].svg).itertext())
    assert "not judged 2" in recorded and "of them" not in recorded, "none of them is not recorded: nothing to add"


def test_what_was_never_promised_has_no_chart() -> None:
    facts = [fact(n, OCT, n, 30, update="none", report="met") for n in range(3)]
    assert list(drawn(facts)) == ["response", "report"]
    assert drawn([]) == {}


def test_only_the_months_asked_for_are_drawn_and_the_ids_of_the_drawing_are_its_own() -> None:
    charts = drawn([fact(9, AUG, 1, 30, update="met"), *some()], months=2)
    assert [row[0] for row in charts["update"].rows] == ["Oct 2026", "Sep 2026"]
    ids = [name for chart in charts.values() for name in re.findall(r' id="([^"]+)"', chart.svg)]
    assert len(ids) == len(set(ids)) and all(name.startswith("fk-promise_") for name in ids)
