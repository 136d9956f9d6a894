"""A KPI's contract in words: derived from what it says, so that no page speaks of a contract the policy has changed."""

from __future__ import annotations

from collections.abc import Mapping

from generator.model.kpi import DURATIONS, Contract
from generator.model.policy import SPANS
from generator.model.words import Words

#: Milestones inside a sentence.
NOUNS = {
    "started_at": "start",
    "detected_at": "detection",
    "acknowledged_at": "acknowledgement",
    "mitigated_at": "mitigation",
    "resolved_at": "resolution",
}

CLOCKS = {"elapsed": "elapsed time", "business": "business hours"}

#: The question a duration answers, by what it measures and not by its name.
SPAN_QUESTIONS = {
    ("started_at", "detected_at"): "How long does an incident last before the team knows?",
    ("detected_at", "acknowledged_at"): "How long after detection does the response begin?",
    ("started_at", "mitigated_at"): "How long until the severe impact is over?",
    ("started_at", "resolved_at"): "How long do users wait until everything works again?",
    ("detected_at", "resolved_at"): "Once the team knows, how long until everything works again?",
}

QUESTIONS = {
    "incident_rate": "How many incidents begin in a month, and is that more than the months before let expect?",
    "response_target": "Does the response begin within the time the policy promises?",
    "recurrence_rate": "Does the same failure come back soon after it was resolved?",
}

POPULATIONS = {
    "incident_rate": "all incidents",
    "response_target": "incidents whose response can be judged against the target of their severity",
    "recurrence_rate": "resolved incidents whose whole window has passed",
}

#: Why an incident or record of the month is not in a figure, by the codes of `Contract.exclusions`.
EXCLUSIONS = {
    "kind": "drills and near misses: they have figures of their own",
    "exclude_from_kpi": "records that say in exclude_from_kpi why they do not count",
    "start and detection unknown": "records of which neither start nor detection is known: they belong to no month",
    "not yet known at as_of": "records that nobody knew of yet at the time of the report",
    "open": "ongoing incidents: the end is not reached yet",
    "unknown": "incidents of which a time that decides it is not known",
    "window": "incidents whose window has not wholly passed",
    "pending": "incidents whose limit has not passed yet",
    "none": "incidents of a severity without a target",
}


def kpi_name(words: Words, contract: Contract, usual: str) -> str:
    """Return what a KPI is called: `usual`, unless that names an end which this contract no longer has."""
    named = {"from", "to"} if contract.name == "mrt" else {"to"}
    if not named & set(contract.changed):
        return usual
    return words("{kpi} ({start} to {end})", kpi=contract.name.upper(), **_ends(words, contract))


def question(words: Words, contract: Contract) -> str:
    """Return the question that a KPI answers, as a sentence."""
    if contract.name not in DURATIONS:
        return words(QUESTIONS[contract.name])
    known = SPAN_QUESTIONS.get((contract.start or "", contract.end or ""))
    asked = words(known) if known else words("How long does it take from {start} to {end}?", **_ends(words, contract))
    if contract.clock != "business":
        return asked
    return f"{asked}{'' if words.language == 'ja' else ' '}{words('Only business hours count.')}"


def population(words: Words, contract: Contract) -> str:
    """Return which incidents a KPI rests on."""
    if contract.name in DURATIONS:
        return words("incidents whose {start} and {end} are known", **_ends(words, contract))
    return words(POPULATIONS[contract.name])


def measured(words: Words, contract: Contract) -> str:
    """Return what a KPI measures in the fewest words: `start → resolution`, with the clock where it is not elapsed."""
    if contract.start is None or contract.end is None:
        return ""
    span = words("{start} → {end}", **_ends(words, contract))
    return f"{span} ({words(CLOCKS['business'])})" if contract.clock == "business" else span


def departure(words: Words, contract: Contract) -> str:
    """Return how the policy departs from the field's usual contract, or "" where it does not."""
    if not contract.changed:
        return ""
    usual = SPANS[contract.name]
    return words(
        "This site's policy measures {kpi} from {start} to {end} ({clock}), not as usual from {usual_start} to "
        "{usual_end} ({usual_clock}).",
        kpi=contract.name.upper(),
        clock=words(CLOCKS[contract.clock or "elapsed"]),
        usual_start=words(NOUNS[usual.start]),
        usual_end=words(NOUNS[usual.end]),
        usual_clock=words(CLOCKS[usual.clock]),
        **_ends(words, contract),
    )


def departures(words: Words, contracts: Mapping[str, Contract]) -> tuple[str, ...]:
    """Return the departures of all contracts, in their order."""
    return tuple(said for contract in contracts.values() if (said := departure(words, contract)))


def exclusions(words: Words, contract: Contract) -> tuple[str, ...]:
    """Return who is not in the figure, and why, one phrase for each reason."""
    return tuple(words(EXCLUSIONS[code]) for code in contract.exclusions)


def _ends(words: Words, contract: Contract) -> dict[str, str]:
    return {"start": words(NOUNS[contract.start or ""]), "end": words(NOUNS[contract.end or ""])}
