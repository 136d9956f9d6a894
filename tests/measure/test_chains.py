"""Chains of recurrences: by hand, and what holds of every set of links."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from generator.measure.chains import chains
from generator.model.incident import Incident

DAY = 24 * 60
START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def made(number: int, of: int | None = None, resolved: bool = True) -> Incident:
    """Return the incident of the n-th day, over after an hour; `of` is the one that review says it repeats."""
    begun = START + dt.timedelta(days=number)
    return Incident(
        f"INC-2026-{number:03d}", f"incidents/{number}.md", "x", "incident", "P1", "resolved", started_at=begun,
        anchor=begun, resolved_at=begun + dt.timedelta(hours=1) if resolved else None,
        recurrence_of=f"INC-2026-{of:03d}" if of is not None else None,
    )  # fmt: skip


def test_a_chain_by_hand() -> None:
    """2 was confirmed to repeat 1, 5 bears its fingerprint; 3 stands alone, and 4 names one that is not there."""
    given = [made(1), made(2, of=1), made(3), made(4, of=99), made(5)]
    (chain,) = chains(given, {"INC-2026-005": ("INC-2026-002",), "INC-2026-002": ("INC-2026-001",)})
    assert [one.id for one in chain.occurrences] == ["INC-2026-001", "INC-2026-002", "INC-2026-005"]
    assert [one.ground for one in chain.occurrences] == ["", "confirmed", "fingerprint"]
    assert [one.earlier for one in chain.occurrences] == ["", "INC-2026-001", "INC-2026-002"]
    assert [one.gap for one in chain.occurrences] == [None, DAY - 60, 3 * DAY - 60]
    assert chain.by("confirmed") == ("INC-2026-002",) and chain.last.id == "INC-2026-005"


def test_a_gap_from_an_unknown_end_is_not_known() -> None:
    (chain,) = chains([made(1, resolved=False), made(2, of=1)], {})
    assert chain.last.gap is None


def test_the_newest_chain_stands_first() -> None:
    found = chains([made(1), made(2), made(3, of=1), made(4, of=2)], {})
    assert [chain.first.id for chain in found] == ["INC-2026-002", "INC-2026-001"]


def test_slips_are_no_links() -> None:
    assert chains([made(1, of=1), made(2, of=3), made(3)], {}) == ()


@given(st.lists(st.integers(0, 15), min_size=16, max_size=16))
def test_every_incident_is_in_one_chain_at_most_and_linked_to_an_earlier_one(links: list[int]) -> None:
    given = [made(number, of=other if other < number else None) for number, other in enumerate(links)]
    found = chains(given, {})
    ids = [one.id for chain in found for one in chain.occurrences]
    assert len(ids) == len(set(ids))
    named = {incident.id for incident in given if incident.recurrence_of}
    assert {name for chain in found for name in chain.by("confirmed")} == named
    for chain in found:
        seen: set[str] = set()
        for one in chain.occurrences:
            assert one.earlier in seen or not one.earlier
            seen.add(one.id)


def test_a_gap_to_a_mere_day_or_to_a_detection_is_not_known() -> None:
    """What decides the month (midnight of the day, the detection) is not when it began."""
    later = made(2, of=1)
    for unknown in (later._replace(started_at=None), later._replace(started_at=None, occurred_on=dt.date(2026, 1, 3))):
        (chain,) = chains([made(1), unknown], {})
        assert (chain.last.ground, chain.last.gap) == ("confirmed", None)
