"""What the pages say of how durations behave: plain, in both languages, and no more than is known."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.measure.steady import CHANCE_OF_A_SIGNAL
from generator.model.behaviour import Visible
from generator.model.incident import Incident
from generator.model.kpi import DURATIONS, Change
from generator.model.month import Month
from generator.model.policy import Language
from generator.read.words import words
from generator.render.behaviour_sentences import visible_texts
from generator.render.casebook import Casebook
from generator.render.data_files import data_files
from generator.render.durations import DurationsView, durations_view
from generator.render.sentences import change_sentence
from generator.render.site import render
from tests.render.render_inputs import AS_OF, ZONE, incident, inputs, instant

ENGLISH = words("en", ZONE)


def lasting(minutes: Sequence[float | None], *, days: float = 0.5) -> list[Incident]:
    """Return an incident every few days up to the end of October 2026, so long each; None: still open."""
    start = AS_OF - dt.timedelta(days=days * (len(minutes) + 1))
    found = []
    for place, value in enumerate(minutes):
        begun = start + dt.timedelta(days=days * place)
        times = {"started_at": begun, "detected_at": begun, "anchor": begun}
        end = {"status": "open"} if value is None else {"resolved_at": begun + dt.timedelta(minutes=value)}
        found.append(incident(place + 1, None, **{name: _utc(value) for name, value in (times | end).items()}))
    return found


def _utc(value: object) -> object:
    return value.astimezone(dt.UTC) if isinstance(value, dt.datetime) else value


def page(root: Path, given: Sequence[Incident], language: Language = "en", name: str = "kpis/mttr.md") -> str:
    return render(inputs(root, tuple(given), language)).files[name].decode()


def view(root: Path, given: Sequence[Incident], kpi: str = "mttr") -> DurationsView:
    found = durations_view(Casebook(inputs(root, tuple(given), "en")), kpi)
    assert found is not None
    return found


def usual(count: int) -> list[float | None]:
    generator = random.Random(4)
    return [float(round(generator.lognormvariate(4, 0.6))) for _ in range(count)]


@pytest.mark.parametrize(
    ("language", "headings"),
    [
        ("en", ("Is it steady?", "How long does it last?", "What could be seen?", "Contract")),
        ("ja", ("安定しているか", "どれだけ続くか", "どれだけの変化なら見えるか", "定義")),
    ],
)
def test_the_page_asks_three_questions_before_its_contract(
    tmp_path: Path, language: Language, headings: tuple[str, ...]
) -> None:
    text = page(tmp_path, lasting(usual(40)), language)
    found = re.findall(r"^## (.*?) \{", text, re.MULTILINE)
    assert tuple(found[:4]) == headings
    assert text.count("<svg") == 3  # the KPI's own, and the two of its behaviour
    assert page(tmp_path, lasting(usual(40)), language, "kpis/response-target.md").count("<svg") == 1


def test_a_signal_is_explained_and_names_its_incident(tmp_path: Path) -> None:
    minutes = usual(40)
    minutes[20] = 9000.0
    text = page(tmp_path, lasting(minutes))
    (told,) = re.findall(r"<li><strong>Signal 1</strong> (.*?)</li>", text)
    assert 'href="../../incidents/inc-2026-021/"' in told
    assert "took 6 d 6 h, longer than the upper limit of" in told
    assert "One signal among the last 40 measured incidents" in text
    assert re.search(r"rest on 36 incidents, <a[^>]*>INC-2026-001</a> to <a[^>]*>INC-2026-036</a>", text)
    assert "4 newer ones are judged by them; with 12 newer ones the limits move on." in text


def test_no_signal_is_no_proof(tmp_path: Path) -> None:
    text = page(tmp_path, lasting(usual(20)))
    assert "No signal: the last 20 measured incidents differ no more than chance lets them. That is no proof" in text
    assert "Until 36 are measured, each new incident enters the limits." in text
    assert CHANCE_OF_A_SIGNAL == 0.3 and "up to three in ten such charts have a signal" in text


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        ([], "No incident has a finished and known time yet, so there is nothing to judge."),
        ([None] * 3, "No incident has a finished and known time yet, so there is nothing to judge."),
        ([5.0], "Measured incidents: 1, too few for limits, which need 6."),
        ([7.0] * 8, "The last 8 measured incidents all took 7 min: without a spread there is nothing to judge."),
        ([0.0] * 8, "The last 8 measured incidents all took 0 min: without a spread there is nothing to judge."),
    ],
)
def test_where_nothing_can_be_judged_the_page_says_why(tmp_path: Path, minutes: list[float | None], said: str) -> None:
    found = view(tmp_path, lasting(minutes))
    assert (found.steady, found.signals) == (said, ())
    assert said in page(tmp_path, lasting(minutes))


def test_half_of_the_incidents_and_those_that_last(tmp_path: Path) -> None:
    """10 20 30 40 50 and one open since 100 hours: after 40 minutes 2/6 still run; Kaplan-Meier halves at 30."""
    given = lasting([10.0, 20.0, 30.0, 40.0, 50.0])
    begun = AS_OF.astimezone(dt.UTC) - dt.timedelta(hours=100)
    given.append(incident(9, None, started_at=begun, detected_at=begun, anchor=begun, status="open"))
    found = view(tmp_path, given)
    assert found.lasting[0].startswith("In half of the incidents since Oct 2026 it took 30 min or less (95% ")
    assert "n=6, 1 of them ongoing" in found.lasting[0]
    # (10 + 20 + 30 + 40 + 50 + 4320) / 6 = 745 minutes, of which the open one is its 3 days
    assert found.lasting[1] == (
        "Counting each as 3 days at most, the mean is 12 h 25 min; too few or too alike for an interval."
    )
    assert found.lasting[2] == "There is nothing before Oct 2026 to compare with."
    hour, four, day, week = found.after
    assert hour.share == four.share == day.share == pytest.approx(1 / 6)
    assert (hour.ids, week.share, week.why) == (("INC-2026-009",), None, "none was seen for so long")
    assert "Longer than 1 week" in page(tmp_path, given)


def test_a_median_of_equal_times_has_no_interval_but_not_for_want_of_incidents(tmp_path: Path) -> None:
    found = view(tmp_path, lasting([30.0] * 40))
    assert found.lasting[0].endswith("it took 30 min or less (too few or too alike for an interval; n=40).")


def test_all_open_has_no_median_and_no_mean(tmp_path: Path) -> None:
    found = view(tmp_path, lasting([None, None, None], days=0.2))
    assert found.lasting[0] == (
        "Of the 3 incidents since Oct 2026, 3 are ongoing: how long half of them take cannot be told yet."
    )
    assert found.lasting[1].startswith("A mean cannot be had")


def test_nothing_recent_shows_what_was_before(tmp_path: Path) -> None:
    old = incident(
        1, "2024-03-01 09:00", resolved_at=instant("2024-03-01 10:00"), detected_at=instant("2024-03-01 09:00")
    )
    found = view(tmp_path, [old])
    assert (
        found.lasting[0] == "No incident of the last 12 months has a known time. The curve is that of all before (n=1)."
    )
    assert found.visible[0].startswith("In the last whole months (12) nothing was measured")


def seen(**changes: object) -> Visible:
    values: dict[str, object] = {"months": 12, "per_month": 4.0, "group": 4, "sigma": 1.27, "sigma_n": 48}
    values |= {"month_ratio": 0.05, "year_ratio": 0.48, "goal": 0.9, "needed": 2281.77}
    return Visible(**(values | changes))  # type: ignore[arg-type]  # fields of many types by name


def test_what_could_be_seen_is_said_for_the_coming_month() -> None:
    assert visible_texts(ENGLISH, seen()) == (
        "At about 4 measured incidents a month, next month only a change of ×20 or more would show.",
        "Twelve months against the twelve before would show a change of ×2.1 or more.",
        "To see a change of 10 % one would need 2282 incidents in each group.",
        "The spread is that of the 48 measured incidents.",
    )
    few = visible_texts(ENGLISH, seen(per_month=0.5, month_ratio=None, year_ratio=1e-9, sigma_n=0))
    assert few[0] == "At about 0.5 measured incidents a month no change from one month to the next would show."
    assert len(few) == 3 and few[-1].startswith("With fewer than 30 measured incidents the usual spread")
    assert visible_texts(ENGLISH, seen(per_month=None))[0].startswith("No month is over yet")
    (alike,) = visible_texts(ENGLISH, seen(sigma=0.0, month_ratio=None, year_ratio=None, needed=None))
    assert alike == "The 48 known times are all alike: from them nobody can tell how large a change has to be."


def test_among_several_the_sentence_rests_on_the_adjusted_p() -> None:
    change = Change(Month(2026, 9), (6, 7), 0.5, 0.03, 0.1, "shorter", 0.12, "consistent")
    assert change_sentence(ENGLISH, change).startswith("shorter than Sep 2026: ×0.5 (n=6 and 7, p=0.03)")
    several = change_sentence(ENGLISH, change, several=True)
    assert several.startswith("consistent with no change from Sep 2026 (×0.5, n=6 and 7, p=0.03, p=0.12 among the")
    assert several.endswith("At this volume only a change of ×10 or more would show")
    alone = Change(Month(2026, 9), (6, 7), 0.5, 0.03, 0.1, "shorter")
    assert change_sentence(ENGLISH, alone, several=True) == change_sentence(ENGLISH, alone)


def test_the_month_says_that_it_compares_several(tmp_path: Path) -> None:
    given = lasting([*usual(10), *usual(10)], days=3)
    text = page(tmp_path, given, "en", "reviews/2026-10.md")
    assert "among the comparisons here" in text and "(Holm)" in text
    assert "methodology/#durations-together" in text
    assert "{ #durations-together }" in page(tmp_path, given, "en", "methodology.md")


def test_the_data_file_holds_what_the_page_says(tmp_path: Path) -> None:
    book = Casebook(inputs(tmp_path, tuple(lasting(usual(40))), "en"))
    document = json.loads(data_files(book)["data/behaviour.json"])
    assert document["schema"] == "furikaeri/behaviour/1" and set(document["durations"]) == set(DURATIONS)
    chart = document["durations"]["mttr"]["control"]
    assert (len(chart["points"]), chart["limits"]["baseline"], chart["earlier"]) == (40, 36, 0)
    assert "furikaeri/behaviour/1" in page(tmp_path, lasting(usual(40)), "en", "data/index.md")
