"""How a duration behaves, in plain sentences; none claims more than its interval."""

from __future__ import annotations

import math

from generator.measure.running import FEWEST_ENDS, STILL_AFTER
from generator.measure.steady import BASELINE, FEWEST_POINTS, STEP
from generator.model.behaviour import Control, ControlSignal, DurationBehaviour, Running, Visible
from generator.model.words import Words

_ABSURD = 100  # a change nobody would need a test to see

SIGNALS = {
    (
        "outside",
        "above",
    ): "took {minutes}, longer than the upper limit of {high}: rare for incidents like these. What was "
    "different this time?",
    (
        "outside",
        "below",
    ): "took {minutes}, shorter than the lower limit of {low}. Is there something to learn from it, or "
    "was a time noted wrongly?",
    (
        "run",
        "above",
    ): "{n} in a row, all longer than the centre of {centre}: the usual level may have risen with the first of them.",
    ("run", "below"): "{n} in a row, all shorter than the centre of {centre}: the usual level may have fallen with the "
    "first of them.",
    (
        "near_limit",
        "above",
    ): "of four in a row at least three lie nearer to the upper limit than to the centre: several "
    "long ones close together.",
    (
        "near_limit",
        "below",
    ): "of four in a row at least three lie nearer to the lower limit than to the centre: several "
    "short ones close together.",
}
AFTER = dict(zip(STILL_AFTER, ("1 hour", "4 hours", "1 day", "1 week"), strict=True))
COMPARED_TO_BEFORE = {
    "shorter": "It takes less time since {since} than before ({p}, log-rank test, adjusted among {tests} durations, "
    "n={now} and {before}).",
    "longer": "It takes more time since {since} than before ({p}, log-rank test, adjusted among {tests} durations, "
    "n={now} and {before}).",
    "consistent": "Between the time since {since} and that before no difference can be shown ({p}, log-rank "
    "test, adjusted among {tests} durations, n={now} and {before}).",
}


def steady_text(words: Words, control: Control) -> str:
    """Return whether the latest incidents show anything beyond their usual variation."""
    n, signals = len(control.points), len(control.signals)
    if not n:
        return words("No incident has a finished and known time yet, so there is nothing to judge.")
    if control.limits is None:
        return words("Measured incidents: {n}, too few for limits, which need {fewest}.", n=n, fewest=FEWEST_POINTS)
    if control.all_equal:
        minutes = words.duration(control.points[0].minutes)
        return words("The last {n} measured incidents all took {minutes}: without a spread there is nothing to judge.",
                     n=n, minutes=minutes)  # fmt: skip
    if not signals:
        return words("No signal: the last {n} measured incidents differ no more than chance lets them. That is no "
                     "proof that nothing changed; these incidents do not show it.", n=n)  # fmt: skip
    if signals == 1:
        return words("One signal among the last {n} measured incidents: look there first. It may still be chance.", n=n)
    return words("{signals} signals among the last {n} measured incidents: look there first. Each may still be chance.",
                 signals=signals, n=n)  # fmt: skip


def signal_text(words: Words, control: Control, signal: ControlSignal) -> str:
    """Return what a signal of a chart with limits may mean, without the names of its incidents."""
    assert control.limits is not None
    minutes = next(point.minutes for point in control.points if point.id == signal.ids[-1])
    low, centre, high = (words.duration(v) for v in (control.limits.low, control.limits.centre, control.limits.high))
    fields = {"minutes": words.duration(minutes), "low": low, "centre": centre, "high": high, "n": len(signal.ids)}
    return words(SIGNALS[signal.rule, signal.side], **fields)


def median_text(words: Words, found: DurationBehaviour) -> str:
    """Return after how long half of the recent incidents were over."""
    curve = found.recent
    if found.since is None or not curve.n:
        if found.before is not None and found.before.n:
            return words("No incident of the last 12 months has a known time. The curve is that of all before (n={n}).",
                         n=found.before.n)  # fmt: skip
        return words("No incident has a known time yet, so there is nothing to follow.")
    fields = {"since": words.month(found.since), "n": curve.n, "open": len(curve.open)}
    if curve.median is None:
        return words("Of the {n} incidents since {since}, {open} are ongoing: how long half of them take cannot "
                     "be told yet.", **fields)  # fmt: skip
    fields |= {"median": words.duration(curve.median), "limits": _limits(words, curve)}
    if not curve.open:
        return words("In half of the incidents since {since} it took {median} or less ({limits}; n={n}).", **fields)
    return words("In half of the incidents since {since} it took {median} or less ({limits}; n={n}, {open} of "
                 "them ongoing and counted as far as they were seen).", **fields)  # fmt: skip


def mean_text(words: Words, curve: Running) -> str:
    """Return the mean with every incident counted as 3 days at most, or why there is none; "" of nothing."""
    if not curve.n:
        return ""
    if curve.restricted is None:
        return words("A mean cannot be had: the longest time so far is that of an ongoing incident, below 3 days.")
    mean, interval = words.duration(curve.restricted.mean), curve.restricted.interval
    if interval is None:
        return words(
            "Counting each as 3 days at most, the mean is {mean}; too few or too alike for an interval.", mean=mean
        )
    low, high = map(words.duration, interval)
    return words(
        "Counting each as 3 days at most, the mean is {mean} (95% {low} to {high}).", mean=mean, low=low, high=high
    )


def compared_text(words: Words, found: DurationBehaviour) -> str:
    """Return how the recent incidents compare with all before."""
    if found.since is None or not found.recent.n:
        return ""
    if found.before is None or not found.before.n:
        return words("There is nothing before {since} to compare with.", since=words.month(found.since))
    test = found.compared
    if test is None or test.verdict is None:
        return words("Whether that differs from the time before {since} cannot be told: the test needs {n} measured "
                     "incidents in each group.", since=words.month(found.since), n=int(FEWEST_ENDS))  # fmt: skip
    p = words.p_value(test.p if test.p_adjusted is None else test.p_adjusted)
    return words(COMPARED_TO_BEFORE[test.verdict], since=words.month(found.since), p=p, tests=test.tests,
                 now=found.recent.n, before=found.before.n)  # fmt: skip


def visible_texts(words: Words, seen: Visible) -> tuple[str, ...]:
    """Return what a comparison could see at the usual volume, one sentence each."""
    if not seen.sigma > 0:
        return (words("The {n} known times are all alike: from them nobody can tell how large a change has to be.",
                      n=seen.sigma_n),)  # fmt: skip
    texts = [_monthly(words, seen)]
    if seen.year_ratio is not None and (factor := _factor(words, seen.year_ratio)):
        texts.append(
            words("Twelve months against the twelve before would show a change of ×{factor} or more.", factor=factor)
        )
    if seen.needed is not None:
        texts.append(words("To see a change of {goal} one would need {n} incidents in each group.",
                           goal=words.percent(1 - seen.goal), n=math.ceil(seen.needed)))  # fmt: skip
    if seen.sigma_n:
        texts.append(words("The spread is that of the {n} measured incidents.", n=seen.sigma_n))
    else:
        texts.append(words("With fewer than 30 measured incidents the usual spread of incident durations is taken."))
    return tuple(texts)


def baseline_note(words: Words, control: Control) -> str:
    """Return for how long the limits stay as they are."""
    if control.limits is None:
        return ""
    if control.limits.provisional:
        return words("From so few the limits are provisional: each new incident moves them.")
    if len(control.points) < BASELINE:
        return words("Until {n} are measured, each new incident enters the limits.", n=BASELINE)
    newer = len(control.points) - BASELINE
    return words("{newer} newer ones are judged by them; with {step} newer ones the limits move on.",
                 newer=newer, step=STEP)  # fmt: skip


def _monthly(words: Words, seen: Visible) -> str:
    if seen.per_month is None:
        return words("No month is over yet, so the usual number of incidents is not known.")
    if not seen.per_month:
        return words("In the last whole months ({n}) nothing was measured, so no change would show in the next one.",
                     n=seen.months)  # fmt: skip
    n = words.number(seen.per_month)
    factor = _factor(words, seen.month_ratio)
    if not factor:
        return words("At about {n} measured incidents a month no change from one month to the next would show.", n=n)
    return words("At about {n} measured incidents a month, next month only a change of ×{factor} or more would show.",
                 n=n, factor=factor)  # fmt: skip


def _factor(words: Words, ratio: float | None) -> str:
    """Return a ratio as the change it takes, "" where nobody would need a test to see it."""
    if ratio is None or 1 / ratio > _ABSURD:
        return ""
    factor = 1 / ratio
    return words.number(factor, 2 if factor < 2 else 1 if factor < 10 else 0)


def _limits(words: Words, curve: Running) -> str:
    low, high = curve.median_low, curve.median_high
    if low is None:
        return words("too few or too alike for an interval")
    if high is None:
        return words("95% {low} or more", low=words.duration(low))
    return words("95% {low} to {high}", low=words.duration(low), high=words.duration(high))
