"""The months a chart shows, and what all charts say about them alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.draw.svg import Link
from generator.model.chart import ROOT_MARK
from generator.model.kpi import Fact, Figures, Interval, KpiTable
from generator.model.month import Month
from generator.model.policy import Policy
from generator.model.words import DASH, Words


@dataclass(frozen=True, slots=True)
class Span:
    """The shown months, oldest first, their facts, and the language and policy they are told in."""

    table: KpiTable
    policy: Policy
    words: Words
    figures: tuple[Figures, ...]
    months: tuple[Month, ...]
    facts: tuple[Fact, ...]
    suffix: str
    bounds: Mapping[Month, tuple[int, dt.datetime, dt.timedelta]]  # of each month: its place, its start, its length

    def position(self, fact: Fact) -> float:
        """Return where a fact's instant lies when month i reaches from i to i + 1."""
        place, start, length = self.bounds[fact.month]
        return place + min(max((fact.at - start) / length, 0.0), 1.0)

    def month_name(self, figures: Figures) -> str:
        """Return the month as the first cell of a row, marked where its figures may still change."""
        name = self.words.month(_month(figures))
        return self.words("{month} (provisional)", month=name) if figures.provisional else name

    def when(self) -> str:
        """Return the shown months in words."""
        first, last = self.words.month(self.months[0]), self.words.month(self.months[-1])
        return first if first == last else self.words("{first} to {last}", first=first, last=last)


def span(table: KpiTable, policy: Policy, words: Words, months: int | None, suffix: str) -> Span:
    """Return the last `months` months of the table (all for None) with the facts that lie in them."""
    figures = table.months if months is None else table.months[max(0, len(table.months) - months) :]
    shown = tuple(_month(row) for row in figures)
    inside = frozenset(shown)
    facts = tuple(fact for fact in table.facts if fact.month in inside)
    starts = [month.start(table.zone) for month in shown]  # once: asking for each fact takes seconds of ten thousand
    ends = [month.end(table.zone) for month in shown]
    bounds = {
        month: (place, start, end - start)
        for place, (month, start, end) in enumerate(zip(shown, starts, ends, strict=True))
    }
    return Span(table, policy, words, figures, shown, facts, suffix, bounds)


def incident_link(fact: Fact, told: str) -> Link:
    """Return the link to an incident's page, with its id, title and what `told` says about it."""
    return Link(f"{ROOT_MARK}incidents/{fact.id.lower()}/", f"{fact.id} {fact.title} · {told}")


def interval_text(words: Words, interval: Interval | None, digits: int = 1) -> str:
    """Return `low–high` with at most that many digits after the point, a dash for None."""
    if interval is None:
        return DASH
    low, high = (words.number(end, digits) for end in interval)
    return words("{low}–{high}", low=low, high=high)


def share_interval_text(words: Words, interval: Interval | None) -> str:
    """Return the interval of a share in percent, a dash for None."""
    if interval is None:
        return DASH
    return words("{low}–{high}", low=words.percent(interval[0]), high=words.percent(interval[1]))


def duration_interval_text(words: Words, interval: Interval | None) -> str:
    """Return the interval of a duration, a dash for None."""
    if interval is None:
        return DASH
    return words("{low}–{high}", low=words.duration(interval[0]), high=words.duration(interval[1]))


def sentences(words: Words, parts: Iterable[str]) -> str:
    """Return whole sentences one after the other; Japanese puts no space between them."""
    return ("" if words.language == "ja" else " ").join(parts)


def once(*groups: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of all groups in their order, each once."""
    return tuple(dict.fromkeys(ident for group in groups for ident in group))


def _month(figures: Figures) -> Month:
    if figures.month is None:
        raise ValueError("the figures of a table's months must name their month")
    return figures.month
