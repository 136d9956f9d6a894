"""Is the number of incidents increasing, and what change could be seen? None claims more than its interval."""

from __future__ import annotations

from generator.measure.statistics.distributions import SIGNIFICANCE
from generator.model.rates_behaviour import Trend, VisibleChange, VisibleRates
from generator.model.words import Words
from generator.render.count_words import count_text, factor_text, joined

_YEAR = 12  # months


def trend_text(words: Words, trend: Trend) -> str:
    """Return what can be told of the trend over one stretch, and how large it could be."""
    if trend.interval is None:
        return _no_factor(words, trend)
    low, high = (factor_text(words, end) for end in trend.interval)
    fields = {"ratio": factor_text(words, trend.ratio), "low": low, "high": high, "p": words.p_value(trend.p_adjusted)}
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
        p=words.p_value(crowds.p_adjusted),
    )
    return joined(words, (said, other))


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
    rise = words("a rise to {n} or more ({factor})", n=count_text(words, most), factor=factor_text(words, change.rise))
    if change.fall is None:
        return f"{rise}{words.separator()}{words('but no fall, not even to none at all')}"
    least = count_text(words, due * change.fall)
    fall = words("a fall to {n} or fewer ({factor})", n=least, factor=factor_text(words, change.fall))
    return f"{fall}{words.separator()}{rise}"
