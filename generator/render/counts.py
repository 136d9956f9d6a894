"""What the page of the incident rate shows of how the number of incidents behaves."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.chart import Chart
from generator.model.rates_behaviour import RatesBehaviour, SeverityControl, Trend
from generator.model.words import Words
from generator.render.casebook import Casebook
from generator.render.count_sentences import chart_notes, scatter_text, signal_sentence, usual_text
from generator.render.count_words import factor_text, joined, stretch_name, when_text
from generator.render.gap_sentences import gap_signal_text, gaps_text, since_text
from generator.render.trend_sentences import trend_text, visible_texts


@dataclass(frozen=True, slots=True)
class Told:
    """One signal in words, with the incidents behind it."""

    text: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrendRow:
    """The trend over one stretch: its name, its months, what can be told, and the figures as text."""

    name: str
    when: str
    text: str
    events: int
    ratio: str
    interval: str
    p: str
    laplace: str
    widened: bool


@dataclass(frozen=True, slots=True)
class CountsView:
    """What `_counts.md.j2` gets."""

    found: RatesBehaviour
    control_chart: Chart | None
    gaps_chart: Chart | None
    usual: str
    signals: tuple[Told, ...]  # the latest first
    scatter: str
    notes: str
    severities: tuple[Told, ...]
    severities_note: str
    gaps: str
    gap_signals: tuple[Told, ...]  # the latest first
    since: str
    trends: tuple[TrendRow, ...]
    visible: tuple[str, ...]


def counts_view(book: Casebook, kpi: str) -> CountsView | None:
    """Return what the page of the incident rate says of its behaviour, None for any other KPI."""
    found, words, charts = book.inputs.counts, book.words, book.inputs.charts
    if found is None or kpi != "incident_rate":
        return None
    control, gaps = found.control, found.gaps
    months = [Told(signal_sentence(words, control, each), each.ids) for each in control.signals] if control else []
    between = [Told(gap_signal_text(words, gaps, each), each.ids) for each in gaps.signals] if gaps else []
    return CountsView(
        found=found,
        control_chart=charts.get("incident_rate-control"),
        gaps_chart=charts.get("incident_rate-gaps"),
        usual=usual_text(words, found),
        signals=tuple(reversed(months)),
        scatter=scatter_text(words, control),
        notes=chart_notes(words, found),
        severities=tuple(told for each in found.severities for told in _severity(words, each)),
        severities_note=_severities_note(words, found),
        gaps=gaps_text(words, found),
        gap_signals=tuple(reversed(between)),
        since=since_text(words, found),
        trends=tuple(_row(words, trend) for trend in found.trends),
        visible=visible_texts(words, found.visible),
    )


def _row(words: Words, trend: Trend) -> TrendRow:
    ends = [factor_text(words, end) for end in trend.interval] if trend.interval else []
    crowds = trend.crowding
    return TrendRow(
        name=stretch_name(words, trend.stretch),
        when=when_text(words, trend.stretch),
        text=trend_text(words, trend),
        events=trend.events,
        ratio=factor_text(words, trend.ratio) if trend.interval else "",
        interval=" – ".join(ends),
        p=words.p_value(trend.p_adjusted) if trend.interval else "",
        laplace=f"u={words.number(crowds.u, 2)} {words.p_value(crowds.p_adjusted)}" if crowds else "",
        widened=trend.widened,
    )


def _severity(words: Words, control: SeverityControl) -> list[Told]:
    told = []
    for point in control.signals:
        fields = {"severity": control.severity, "month": words.month(point.month), "n": point.count}
        fields |= {"due": words.number(point.due), "p": words.p_value(point.p_adjusted)}
        if point.side == "above":
            text = words("{severity}, {month}: {n} where {due} are usual ({p})", **fields)
        else:
            text = words("{severity}, {month}: only {n} where {due} are usual ({p})", **fields)
        told.append(Told(text, point.ids))
    return told


def _severities_note(words: Words, found: RatesBehaviour) -> str:
    if not found.severities:
        return words(
            "No severity has one incident a month over at least 12 months, which a chart of its own would need."
        )
    names = words.separator().join(each.severity for each in found.severities)
    fields = {"names": names, "n": sum(each.tests for each in found.severities)}
    if any(each.signals for each in found.severities):
        said = words("Of {names}, tested month by month ({n} tests together, Holm), these stand out:", **fields)
    else:
        said = words("Of {names}, tested month by month ({n} tests together, Holm), no month stands out.", **fields)
    few = (
        words("Too few for a chart of their own: {names}.", names=words.separator().join(found.few))
        if found.few
        else ""
    )
    return joined(words, (few, said)) if few else said
