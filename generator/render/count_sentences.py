"""How the number of incidents behaves, in plain sentences; none claims more than its interval."""

from __future__ import annotations

import math
from collections.abc import Mapping

from generator.measure.gap_control import RARE_BELOW
from generator.measure.statistics.distributions import SIGNIFICANCE
from generator.model.month import Month
from generator.model.rates_behaviour import (
    CountControl,
    CountPoint,
    CountSignal,
    GapControl,
    GapSignal,
    RatesBehaviour,
    Scatter,
    Stretch,
    Trend,
    VisibleChange,
    VisibleRates,
)
from generator.model.words import Words

_LEAST_P = 0.001
_TEN, _LARGE = 10, 1000  # factors told with two digits below, and as "more than" from there on
_YEAR = 12  # months
_ROUNDING = 1e-9


def usual_text(words: Words, found: RatesBehaviour) -> str:
    """Return whether any month differs from the others, or why that cannot be told."""
    control = found.control
    if control is None:
        return words("No month is over yet, so there is nothing to judge.")
    fields = {"n": len(control.points), "when": when_text(words, control.stretch)}
    if len(control.points) == 1 or sum(point.count for point in control.points) <= 1:
        return _nothing_to_judge(words, control, fields)
    signals = len(control.signals)
    if not signals:
        return words(
            "No signal in the {n} months of {when}: their ups and downs are within what is usual here. "
            "That is no proof that nothing changed.",
            **fields,
        )
    if signals == 1:
        return words("One signal in the {n} months of {when}. Look there first; it can be chance.", **fields)
    return words(
        "{signals} signals in the {n} months of {when}. Look there first; any of them can be chance.",
        signals=signals,
        **fields,
    )


def _nothing_to_judge(words: Words, control: CountControl, fields: Mapping[str, object]) -> str:
    if len(control.points) == 1:
        return words("Only {when} is over: one month has nothing to be compared with.", when=fields["when"])
    if any(point.count for point in control.points):
        return words("One incident began in the {n} months of {when}: too few to tell what is usual.", **fields)
    return words("No incident began in the {n} months of {when}: without one there is no range to judge by.", **fields)


def scatter_text(words: Words, scatter: Scatter | None) -> str:
    """Return how the months scatter against chance, and what that means for the limits."""
    if scatter is None:
        return ""
    fields = {"index": words.number(scatter.index), "p": p_text(scatter.p_adjusted)}
    if scatter.cause == "chance":
        said = words(
            "Chance alone can explain how the months scatter ({index} times what it brings on average, {p}).", **fields
        )
    elif scatter.cause == "trend":
        said = words(
            "The months scatter {index} times as much as chance alone brings ({p}); a trend explains it, see below.",
            **fields,
        )
    elif scatter.p_adjusted <= SIGNIFICANCE:
        said = words(
            "Incidents come in clusters: the months scatter {index} times as much as chance alone brings ({p}). "
            "Therefore they are judged by limits as wide as their own scatter (Laney), not by those of chance.",
            **fields,
        )
    else:
        said = words(
            "Incidents may come in clusters: the months scatter {index} times as much as chance alone brings, but with "
            "the other tests of this page that is not certain ({p}). To be on the safe side they are judged by "
            "limits as wide as their own scatter (Laney).",
            **fields,
        )
    return f"{said}{_gap(words)}{words('Below one incident a month this p is rough.')}" if scatter.rough else said


def chart_notes(words: Words, found: RatesBehaviour) -> str:
    """Return what to know about the limits and the months that are not judged."""
    control, notes = found.control, []
    if control and control.limits == "laney":
        notes.append(
            words("Among clusters even wide limits are passed by chance: up to half of such charts have a signal.")
        )
    elif control:
        notes.append(words("Where nothing changes, about one in 20 such charts still has a signal."))
    if control and control.provisional:
        notes.append(words("Limits from fewer than 12 months are provisional: each new month moves them."))
    if found.running:
        notes.append(words("{month} is not over and is judged when it is.", month=words.month(found.running)))
    return _gap(words).join(notes)


def signal_sentence(words: Words, control: CountControl, signal: CountSignal) -> str:
    """Return what one signal of the months says."""
    point = next(point for point in control.points if point.month == signal.last)
    fields = {"month": words.month(signal.last), "n": point.count, "range": range_text(words, point)}
    if signal.rule == "outside" and signal.side == "above":
        return words("{month}: {n}, more than the usual {range}", **fields)
    if signal.rule == "outside":
        return words("{month}: {n}, fewer than the usual {range}", **fields)
    run = {"n": signal.months, "first": words.month(signal.first), "last": words.month(signal.last)}
    if signal.side == "above":
        return words("{n} months in a row above the mean, {first} to {last}: the usual number may have risen", **run)
    return words("{n} months in a row below the mean, {first} to {last}: the usual number may have fallen", **run)


def month_text(words: Words, found: RatesBehaviour | None, month: Month) -> str:
    """Return what a month's own page says where the month is in a signal, else ""."""
    control = found.control if found else None
    signal = control.signal_of(month) if control else None
    if control is None or signal is None:
        return ""
    if signal.rule == "run":
        fields = {"n": signal.months}
        if signal.side == "above":
            return words("one of {n} months in a row above the mean of the control chart", **fields)
        return words("one of {n} months in a row below the mean of the control chart", **fields)
    point = next(point for point in control.points if point.month == month)
    if signal.side == "above":
        return words("above the control chart's usual {range}", range=range_text(words, point))
    return words("below the control chart's usual {range}", range=range_text(words, point))


def gaps_text(words: Words, found: RatesBehaviour) -> str:
    """Return what the times between incidents say; for sites where they are rare."""
    gaps = found.gaps
    if gaps is None:
        return ""
    why = words("With fewer than {n} incidents a month, the time between them says more than their number.",
                n=words.number(RARE_BELOW))  # fmt: skip
    return f"{why}{_gap(words)}{_gaps_said(words, gaps)}"


def _gaps_said(words: Words, gaps: GapControl) -> str:
    fields = {"n": len(gaps.gaps), "month": words.month(gaps.stretch.first)}
    if not gaps.gaps:
        return words("There is only one since {month}: no time between two yet.", month=fields["month"])
    if gaps.limits is None:
        return words("All since {month} began at the same time: there is nothing to judge.", month=fields["month"])
    if not gaps.signals:
        return words("None of the {n} times since {month} is shorter or longer than chance alone brings.", **fields)
    return words(
        "Among the {n} times since {month}, {signals} signals. Where nothing changes, up to one such chart in five "
        "has one.",
        signals=len(gaps.signals),
        **fields,
    )


def gap_signal_text(words: Words, gaps: GapControl, signal: GapSignal) -> str:
    """Return what one signal of the times between incidents says."""
    gap = next(gap for gap in gaps.gaps if gap.id == signal.ids[-1])
    if signal.rule == "outside":
        fields = {"duration": words.duration(gap.minutes), "after": gap.after}
        if signal.side == "below":
            return words("only {duration} after {after}", **fields)
        return words("not before {duration} after {after}", **fields)
    if signal.side == "below":
        return words("{n} short times in a row: incidents came closer together", n=len(signal.ids))
    return words("{n} long times in a row: incidents came farther apart", n=len(signal.ids))


def since_text(words: Words, found: RatesBehaviour) -> str:
    """Return how long it has been quiet, against the upper limit, and what the limits take for granted."""
    said = _since(words, found.gaps)
    if not said or found.control is None or found.control.limits != "laney":
        return said
    warning = words(
        "The limits take incidents as independent. Among clusters, short times are to be expected: the signals show "
        "where the clusters are."
    )
    return f"{said}{_gap(words)}{warning}"


def _since(words: Words, gaps: GapControl | None) -> str:
    if gaps is None or gaps.since is None:
        return ""
    fields = {"id": gaps.since.after, "duration": words.duration(gaps.since.minutes)}
    if gaps.limits is None:
        return words("Since {id}, {duration} have passed.", **fields)
    fields["high"] = words.duration(gaps.limits.high)
    if gaps.since.side:
        return words(
            "Since {id}, {duration} have passed: longer than the limit of {high}, which chance alone passes once in "
            "740 times. Is it quieter, or is something no longer recorded?",
            **fields,
        )
    return words("Since {id}, {duration} have passed, within the limit of {high}.", **fields)


def trend_text(words: Words, trend: Trend) -> str:
    """Return what can be told of the trend over one stretch, and how large it could be."""
    if trend.interval is None:
        return _no_factor(words, trend)
    low, high = (factor_text(words, end) for end in trend.interval)
    fields = {"ratio": factor_text(words, trend.ratio), "low": low, "high": high, "p": p_text(trend.p_adjusted)}
    if trend.verdict == "more":
        return words("Incidents become more: {ratio} a year (95% {low} to {high}, {p}).", **fields)
    if trend.verdict == "fewer":
        return words("Incidents become fewer: {ratio} a year (95% {low} to {high}, {p}).", **fields)
    if not trend.interval[0] <= 1 <= trend.interval[1]:
        return words(
            "No trend can be told for certain: alone, these months would show {ratio} a year (95% {low} to {high}), "
            "but with the other tests of this page that is not enough ({p}).",
            **fields,
        )
    said = words(
        "No trend can be told: from year to year anything from {low} to {high} agrees with the records ({p}).", **fields
    )
    crowds = trend.crowding
    if crowds is None or crowds.p_adjusted > SIGNIFICANCE:
        return said
    other = words(
        "The times of incidents alone would say otherwise (Laplace, {p}); what two tests do not agree on is not called "
        "a trend.",
        p=p_text(crowds.p_adjusted),
    )
    return f"{said}{_gap(words)}{other}"


def _no_factor(words: Words, trend: Trend) -> str:
    if trend.why_none == "nothing":
        return words("No incident: there is no trend to tell.")
    if trend.why_none == "few_months":
        return words("A trend needs three months that are over.")
    return words("All incidents began in the first or all in the last month: no factor can be given.")


def visible_texts(words: Words, visible: VisibleRates | None) -> tuple[str, ...]:
    """Return what could be seen at the usual volume; or why nothing."""
    if visible is None:
        return (words("No month is over yet: how many incidents are usual is not known."),)
    fields = {"months": visible.months, "n": visible.events}
    if not visible.events:
        return (words("No incident in the last {months} months that are over: nothing to measure a change against.",
                      months=visible.months),)  # fmt: skip
    return (
        words("At {rate} incidents a month (last {months} months that are over, n={n}) a comparison mostly sees:",
              rate=words.number(visible.per_month), **fields),
        f"{words('A month against a month:')} {_change(words, visible.month, visible.per_month)}",
        f"{words('Twelve months against twelve:')} {_change(words, visible.year, visible.per_month * _YEAR)}",
    )  # fmt: skip


def _change(words: Words, change: VisibleChange, due: float) -> str:
    most = None if change.rise is None else due * change.rise
    rise = words("a rise to {n} or more ({factor})", n=_number(words, most), factor=factor_text(words, change.rise))
    if change.fall is None:
        return f"{rise}{words.separator()}{words('but no fall, not even to none at all')}"
    least = _number(words, due * change.fall)
    fall = words("a fall to {n} or fewer ({factor})", n=least, factor=factor_text(words, change.fall))
    return f"{fall}{words.separator()}{rise}"


def when_text(words: Words, stretch: Stretch) -> str:
    """Return the first and the last month of a stretch in words."""
    first, last = words.month(stretch.first), words.month(stretch.last)
    return first if first == last else words("{first} to {last}", first=first, last=last)


def stretch_name(words: Words, stretch: Stretch) -> str:
    """Return what a stretch is called, as a line's heading."""
    if stretch.is_all:
        return words("All {n} months", n=stretch.months)
    return words("Last {n} months", n=stretch.months)


def range_text(words: Words, point: CountPoint) -> str:
    """Return the whole numbers inside a month's limits."""
    low, high = math.ceil(point.low - _ROUNDING), math.floor(point.high + _ROUNDING)
    return words("{low}–{high}", low=low, high=high)


def factor_text(words: Words, value: float | None) -> str:
    """Return a factor as ×1.19 or ×25; beyond 1,000 only that it is more."""
    if value is None or value > _LARGE:
        return words("more than ×1,000")
    if value < 1 / _LARGE:
        return words("less than ×0.001")
    digits = 0 if value >= 2 * _TEN else 1 if value >= 2 else 2 if value >= 1 / _TEN else 3
    return f"×{words.number(value, digits)}"


def p_text(p: float | None) -> str:
    """Return a p with three digits."""
    if p is None:
        return "—"
    return f"p<{_LEAST_P}" if p < _LEAST_P else f"p={p:.3f}"


def _number(words: Words, value: float | None) -> str:
    return words.number(value, 1 if value is not None and value < _TEN else 0)


def _gap(words: Words) -> str:
    return "" if words.language == "ja" else " "
