"""What the pages say of how the number of incidents behaves, in both languages and of little data."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.model.incident import Incident
from generator.model.month import Month
from generator.model.page import Site
from generator.model.policy import Language
from generator.render.site import render
from tests.render.render_inputs import ZONE, incident, inputs

LAST = Month(2026, 10)  # the records are read as of 1 November
SPIKE = (*(2, 5, 3, 4) * 5, 4, 2, 5, 15)
CLUSTERS = (12, 0, 0) * 8
RARE = (1, 0, 2, 0, 0, 1, 1, 0, 0, 2, 1, 0, 1, 2, 0, 1, 0, 3)
MADE = {
    "spike": SPIKE,
    "clusters": CLUSTERS,
    "rare": RARE,
    "rise": tuple(range(2, 26)),
    "one": (1, 0, 0),
    "month": (4,),
}


def incidents(counts: Sequence[int]) -> list[Incident]:
    """Return so many resolved incidents of each month up to October 2026, evenly over its first 28 days."""
    found: list[Incident] = []
    for place, count in enumerate(counts):
        first = LAST.plus(place - len(counts) + 1).start(ZONE)
        for turn in range(count):
            at = (first + dt.timedelta(days=28 * (turn + 0.5) / count)).replace(microsecond=0)
            end = at + dt.timedelta(minutes=30)
            found.append(
                incident(len(found) + 1, None, started_at=at, anchor=at, detected_at=at, resolved_at=end, title="x")
            )
    return found


def made(root: Path, counts: Sequence[int], language: Language = "en") -> Site:
    return render(inputs(root, given=incidents(counts), language=language))


def page(site: Site) -> str:
    return site.files["kpis/incident-rate.md"].decode()


def test_a_month_outside_is_told_with_its_incidents_and_on_its_own_page(tmp_path: Path) -> None:
    site = made(tmp_path, SPIKE)
    assert "One signal in the 24 months of Nov 2024 to Oct 2026. Look there first; it can be chance." in page(site)
    assert "Oct 2026: 15, more than the usual 0–11" in page(site)
    assert 'href="../reviews/2026-10/"' in page(site) or "reviews/2026-10" in page(site)
    month = site.files["reviews/2026-10.md"].decode()
    assert "above the control chart&#39;s usual 0–11" in month and "incident-rate/#usual" in month
    assert "control chart" not in site.files["reviews/2026-09.md"].decode()


def test_clusters_are_named_and_what_follows_from_them(tmp_path: Path) -> None:
    text = page(made(tmp_path, CLUSTERS))
    assert "Incidents come in clusters: the months scatter" in text and "(Laney)" in text
    assert "No signal in the 24 months" in text and "incidents come in clusters" in text  # why Laplace's test has none
    assert "障害は固まって起きている。" in page(made(tmp_path, CLUSTERS, "ja"))


def test_a_level_that_shifts_is_not_called_clusters(tmp_path: Path) -> None:
    text = page(made(tmp_path, (5,) * 8 + (15,) * 8 + (5,) * 8))
    assert "but from one to the next no more than that" in text and "Laney" not in text
    assert "One signal in the 24 months" in text and "8 months in a row above the mean" in text


def test_a_trend_is_told_with_its_interval_or_not_at_all(tmp_path: Path) -> None:
    rise = page(made(tmp_path, MADE["rise"]))
    assert "Incidents become more: ×" in rise and "but around a trend no more than that. Whether" in rise
    none = page(made(tmp_path, RARE))
    assert "No trend can be told: from year to year anything from ×" in none and "Incidents become" not in none


def test_rare_incidents_have_the_time_between_them(tmp_path: Path) -> None:
    text = page(made(tmp_path, RARE))
    assert "With fewer than 2 incidents a month, the time between them says more than their number." in text
    assert 'id="fk-incident_rate-gaps"' in text and 'id="fk-incident_rate-control"' in text
    assert "but no fall, not even to none at all" in text
    assert "the time between them" not in page(made(tmp_path, SPIKE))


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", list(MADE))
def test_the_three_questions_stand_before_the_contract_in_both_languages(
    tmp_path: Path, name: str, language: Language
) -> None:
    text = page(made(tmp_path, MADE[name], language))
    places = [text.index(f"{{ #{anchor} }}") for anchor in ("usual", "trend", "visible", "contract")]
    assert places == sorted(places)
    assert not re.search(r"\bNone\b(?! of)", text) and "nan" not in text and "inf " not in text


def test_little_data_says_why_nothing_can_be_shown(tmp_path: Path) -> None:
    nothing = page(made(tmp_path, ()))
    assert "No month is over yet, so there is nothing to judge." in nothing
    month = page(made(tmp_path, (4,)))
    assert "Only Oct 2026 is over: one month has nothing to be compared with." in month
    assert "A trend needs three months that are over." in month
    one = page(made(tmp_path, (1, 0, 0)))
    assert "One incident began in the 3 months of Aug 2026 to Oct 2026: too few to tell what is usual." in one
    assert "There is only one since Aug 2026: no time between two yet." in one


def test_other_kpis_and_the_pages_of_months_say_nothing_of_it(tmp_path: Path) -> None:
    site = made(tmp_path, SPIKE)
    assert "{ #usual }" not in site.files["kpis/mttr.md"].decode()
    assert "{ #counts }" in site.files["methodology.md"].decode()


def test_the_data_file_has_the_counts_and_is_the_same_in_every_language(tmp_path: Path) -> None:
    english, japanese = (made(tmp_path, RARE, language).files["data/behaviour.json"] for language in ("en", "ja"))
    document = json.loads(english)
    assert english == japanese and document["schema"] == "furikaeri/behaviour/1"
    assert [point["count"] for point in document["counts"]["control"]["points"]] == list(RARE)
    assert len(document["counts"]["gaps"]["gaps"]) == sum(RARE) - 1


def test_the_page_is_the_same_every_time(tmp_path: Path) -> None:
    assert page(made(tmp_path, RARE)) == page(made(tmp_path, RARE))
