"""The repository's own records: clean, complete, and true to the facts they were written from."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from generator.check.check import Checked, check
from generator.model.finding import Level
from generator.model.incident import Incident
from generator.read.records import read

ROOT = Path(__file__).parent.parent.parent
NOW = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
TOLD = re.compile(r"(?:発表された長さ|Duration as published)(?:は約?|: )(\d+) ?(?:分|min)")


@pytest.fixture(scope="module")
def casebook() -> Checked:
    return check(read(ROOT), NOW, future=NOW)


def test_it_checks_clean(casebook: Checked) -> None:
    assert [f"{f.path}: {f.name}" for f in casebook.findings if f.level is Level.ERROR] == []
    assert casebook.exit_code() == 0 and not casebook.unusable


def test_what_else_is_said_of_it_has_been_read_and_is_true(casebook: Checked) -> None:
    said = [(f.path.rpartition("/")[2], f.name) for f in casebook.findings]
    assert said == [("INC-2023-006-datadog.md", "response-target-missed")]  # public 28 minutes after it was noticed


def test_it_holds_86_records_and_the_review_of_a_month_that_has_some(casebook: Checked) -> None:
    assert casebook.records == len(casebook.incidents) == 86
    months = {f"{i.anchor.astimezone(casebook.policy.zone):%Y-%m}" for i in casebook.incidents if i.anchor}
    assert [review.month for review in casebook.reviews] == [max(months)]


def test_every_policy_key_is_shown() -> None:
    records = read(ROOT)
    node = records.policy.node
    assert node is not None
    assert {key.text for key, _ in records.policy.default.entries} == {key.text for key, _ in node.entries}


def test_records_stand_in_their_year_and_are_numbered_by_start(casebook: Checked) -> None:
    by_year: dict[str, list[Incident]] = {}
    for incident in casebook.incidents:
        year = incident.id[4:8]
        assert re.fullmatch(rf"incidents/{year}/{incident.id}-[a-z0-9-]+\.md", incident.path)
        by_year.setdefault(year, []).append(incident)
    for incidents in by_year.values():
        numbers = sorted(int(incident.id[9:]) for incident in incidents)
        assert numbers == list(range(1, len(incidents) + 1))
        starts = [i.started_at for i in sorted(incidents, key=lambda i: i.id) if i.started_at]
        assert starts == sorted(starts)


def test_every_section_of_the_template_is_there_and_says_something(casebook: Checked) -> None:
    wanted = {"summary", "timeline", "impact", "root_cause", "response", "prevention", "lessons", "sources"}
    for incident in casebook.incidents:
        texts = {section.key: section.text.strip() for section in incident.sections}
        assert wanted <= set(texts) and all(texts[key] for key in wanted), incident.id


def test_every_record_names_its_sources_and_its_service(casebook: Checked) -> None:
    for incident in casebook.incidents:
        assert incident.sources and all(source.startswith(("https://", "http://")) for source in incident.sources), (
            incident.id
        )
        assert incident.services and incident.title, incident.id


def test_what_is_not_known_is_not_made_up(casebook: Checked) -> None:
    assert not any(incident.actions for incident in casebook.incidents)
    assert not any(incident.team or incident.escalated_to for incident in casebook.incidents)
    assert sum("detected_at" in incident.unknown for incident in casebook.incidents) > 20


def test_both_languages_are_at_home(casebook: Checked) -> None:
    japanese = sum(any(section.heading == "概要" for section in i.sections) for i in casebook.incidents)
    assert 30 <= japanese <= 56


def test_milestones_are_in_the_timeline_where_both_are_known(casebook: Checked) -> None:
    no_time_is_public = {"INC-2022-007", "INC-2023-017"}
    assert {incident.id for incident in casebook.incidents if not incident.rows} == no_time_is_public
    for incident in casebook.incidents:
        for row in incident.rows:
            if row.at and incident.resolved_at and row.kind == "resolved":
                assert abs(row.at - incident.resolved_at) < dt.timedelta(minutes=1), incident.id


def test_durations_are_possible(casebook: Checked) -> None:
    for incident in casebook.incidents:
        if incident.started_at and incident.resolved_at:
            assert dt.timedelta() < incident.resolved_at - incident.started_at < dt.timedelta(days=400), incident.id


def test_recurrences_follow_what_they_repeat(casebook: Checked) -> None:
    by_id = {incident.id: incident for incident in casebook.incidents}
    repeated = [(i, by_id[i.recurrence_of]) for i in casebook.incidents if i.recurrence_of]
    assert repeated
    assert all(i.anchor and before.anchor and i.anchor > before.anchor for i, before in repeated)


def test_computed_durations_agree_with_the_published_ones(casebook: Checked) -> None:
    """Most are the same to the minute; the others count the way back to normal, which what was published left out."""
    ratios = {}
    for incident in casebook.incidents:
        said = next((match for section in incident.sections if (match := TOLD.search(section.text))), None)
        if said and incident.started_at and incident.resolved_at:
            ratios[incident.id] = (incident.resolved_at - incident.started_at) / dt.timedelta(minutes=int(said[1]))
    assert sum(ratio == pytest.approx(1, abs=0.02) for ratio in ratios.values()) >= 15
    assert {name for name, ratio in ratios.items() if ratio < 0.98} == {"INC-2019-001"}  # an upper limit was published


def test_the_check_as_of_long_ago_reports_the_future(casebook: Checked) -> None:
    past = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    found = check(read(ROOT), past, future=past).findings
    later = {i.path for i in casebook.incidents if i.started_at and i.started_at > past}
    assert later <= {f.path for f in found if f.name == "time-in-future"}
