"""Promises about incidents per month: one square per incident, kept above the line, not kept below it."""

from __future__ import annotations

from generator.draw.shares import Stack, draw_stacks
from generator.draw.span import Span, once, sentences, share_interval_text, span
from generator.draw.svg import Key, finish
from generator.model.chart import Chart
from generator.model.kept import PROMISES, Group, Kept, KeptPromises
from generator.model.kpi import Figures, KpiTable
from generator.model.policy import Policy
from generator.model.words import Words

_UNJUDGED = ("not_recorded", "unknown", "pending")


def draw_promises(
    kept: KeptPromises, table: KpiTable, policy: Policy, words: Words, months: int | None = None
) -> dict[str, Chart]:
    """Return a chart for each promise about incidents that was made, by its name, over the last `months` months."""
    shown = span(table, policy, words, months, "")
    groups = {group.month: group for group in kept.incidents.by_month}
    found = [groups.get(str(month), Group()) for month in shown.months]
    made = [name for name in PROMISES if any(_promised(_of(group, name)) for group in found)]
    return {name: promise_chart(shown, found, name) for name in made}


def promise_chart(shown: Span, groups: list[Group], name: str) -> Chart:
    """Return the chart of one promise; `groups` are those of the shown months, in their order."""
    words, kept = shown.words, [_of(group, name) for group in groups]
    stacks = [Stack(k.count("met"), k.count("missed"), sum(k.count(state) for state in _UNJUDGED)) for k in kept]
    met, missed = sum(k.count("met") for k in kept), sum(k.count("missed") for k in kept)
    title = _title(shown, kept, name)
    description = _description(shown, kept)
    key = [Key("■", "accent", words("kept {n}", n=met)), Key("□", "ink", words("not kept {n}", n=missed))]
    if pale := sum(stack.pale for stack in stacks):
        unrecorded = sum(k.count("not_recorded") for k in kept)
        several = words("not judged {n}, not recorded {k} of them", n=pale, k=unrecorded)
        key.append(Key("■", "band", several if unrecorded else words("not judged {n}", n=pale), "muted"))
    svg = finish(draw_stacks(shown, stacks), f"promise_{name}", title, description, key=key if shown.months else ())
    columns = (
        words("Month"), words("Kept"), words("Not kept"), words("Not recorded"), words("Unknown"), words("Pending"),
        words("Share kept"), words("95% interval"),
    )  # fmt: skip
    rows = [_row(shown, k, month) for k, month in zip(kept, shown.figures, strict=True)]
    ids = [once(*(k.ids.get(state, ()) for state in ("missed", *_UNJUDGED, "met"))) for k in kept]
    return Chart(f"promise_{name}", title, description, svg, columns, tuple(reversed(rows)), tuple(reversed(ids)))


def _of(group: Group, name: str) -> Kept:
    return group.kept.get(name, Kept())


def _promised(kept: Kept) -> bool:
    return kept.counted > kept.count("none")


def _title(shown: Span, kept: list[Kept], name: str) -> str:
    """Say how the last month went of which anything can be judged."""
    words = shown.words
    told = next(((month, k) for month, k in zip(reversed(shown.months), reversed(kept), strict=True) if k.judged), None)
    if told is None:
        return words("No incident of these months can be judged yet")
    fields = {"month": words.month(told[0]), "kept": told[1].kept, "judged": told[1].judged}
    if name == "response":
        return words("Responses of {month}: kept for {kept} of {judged} judged", **fields)
    if name == "update":
        return words("Status updates of {month}: kept for {kept} of {judged} judged", **fields)
    return words("Final reports of {month}: kept for {kept} of {judged} judged", **fields)


def _description(shown: Span, kept: list[Kept]) -> str:
    words = shown.words
    counts = {state: sum(k.count(state) for k in kept) for state in ("met", "missed", *_UNJUDGED)}
    text = words(
        "{when}: {met} kept, {missed} not kept, {not_recorded} not recorded, {unknown} unknown, {pending} pending.",
        when=shown.when(), **counts,
    )  # fmt: skip
    last = next(
        ((m, k) for m, k in zip(reversed(shown.months), reversed(kept), strict=True) if k.count("missed")), None
    )
    if last is None:
        return text
    ids = words.separator().join(last[1].ids["missed"])
    return sentences(words, [text, words("Last not kept in {month}: {ids}.", month=words.month(last[0]), ids=ids)])


def _row(shown: Span, kept: Kept, figures: Figures) -> tuple[str, ...]:
    words = shown.words
    counts = (words.number(kept.count(state)) for state in ("met", "missed", *_UNJUDGED))
    return (
        shown.month_name(figures), *counts, words.percent(kept.rate), share_interval_text(words, kept.interval),
    )  # fmt: skip
