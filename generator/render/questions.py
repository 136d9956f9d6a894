"""One question for each thing a meeting speaks of, chosen from what the data show."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence

from generator.model.incident import Incident
from generator.model.load import PHASES, PhaseFigure
from generator.model.words import Words
from generator.render.casebook import Task
from generator.render.home import Suspect

_LONG = dt.timedelta(days=90)


def about_missed(words: Words, promises: Iterable[str]) -> str:
    """Ask about promises that were not kept, by their names."""
    names = set(promises)
    if names == {"response"}:
        return words("Was it the word that came late, or the answer to it?")
    if names == {"update"}:
        return words("Who tells those who wait while the others repair?")
    if names == {"report"}:
        return words("What did the report wait for, and could a shorter one have gone out in time?")
    return words("What would have had to be in place for the promise to hold?")


def about_detection(words: Words, found_by: Sequence[str], unknown: int) -> str:
    """Ask about slow detections: `found_by` of each, "" where not recorded; `unknown` have no known time."""
    told = [who for who in found_by if who]
    if not found_by and unknown:
        return words("Nobody knows when it began or was noticed. From which system can the time be had next time?")
    if "users" in told and 2 * told.count("users") >= len(told):
        return words("Users noticed before we did. Which signal of our own would have told us first?")
    if told and set(told) == {"monitoring"}:
        return words("It took monitoring a while. Was it the threshold, the interval, or what is not watched?")
    return words("Which signal was already there before anybody noticed?")


def about_noticing(words: Words, found_by: Sequence[str]) -> str:
    """Ask about who noticed, over many incidents; "" where a record does not tell."""
    told = [who for who in found_by if who]
    if 2 * len(told) < len(found_by):
        return words("Most records do not say who noticed. Where is it written down from now on?")
    if 2 * told.count("users") >= len(told):
        return words("Users noticed before we did. Which signal of our own would have told us first?")
    return words("Which signal was already there before anybody noticed?")


def about_recurrences(words: Words, suspects: Sequence[Suspect], left_open: bool) -> str:
    """Ask about what came back; `left_open`: an action of an earlier occurrence is still to be done."""
    if not any(suspect.earlier for suspect in suspects):
        return words("Is it the same failure? Confirm it with recurrence_of or turn it down with not_related.")
    if left_open:
        return words("An action of the last time is still open. What has it been waiting for?")
    return words("Why did the measure of the last time not hold?")


def about_overdue(words: Words, tasks: Sequence[Task], today: dt.date) -> str:
    """Ask about actions past their date."""
    if any(not task.action.owner for task in tasks):
        return words("An action without an owner is nobody's. Who takes it, by when?")
    if any(task.action.due and today - task.action.due > _LONG for task in tasks):
        return words("Something is more than three months late. Is it still worth doing? Drop it or cut it down.")
    return words("Is the date or the scope wrong? Drop, cut or move each overdue action.")


def about_exercises(words: Words, kinds: Iterable[str]) -> str:
    """Ask about drills and near misses."""
    if set(kinds) == {"drill"}:
        return words("What did the drill show that no incident has shown yet?")
    return words("What went well only by luck?")


def about_incidents(words: Words, incidents: Sequence[Incident], is_many: bool) -> str:
    """Ask about all incidents of a month; `is_many`: more than was expected."""
    causes = Counter(one.cause for one in incidents if one.cause != "unknown")
    if is_many:
        return words("More than expected: what did they have in common, and what changed before them?")
    if causes and causes.most_common(1)[0][1] > 1:
        return words("Several have the same kind of cause. Is there one measure for all of them?")
    return words("Which of them should the next on-call person read?")


def about_drills_short(words: Words) -> str:
    """Ask about a quarter with fewer drills than promised."""
    return words("Which incident of the quarter would be the best drill, and on which day is it held?")


def about_phases(words: Words, phases: PhaseFigure) -> str:
    """Ask about the phase that took most of the time of impact."""
    most = max(PHASES, key=lambda phase: phases.minutes[phase])
    if 2 * phases.minutes[most] < phases.total:
        return words("No phase takes most of the time. In which could half of it be saved most easily?")
    if most == "detect":
        return words("Most of the time passed before anybody knew. Which alert is missing?")
    if most == "acknowledge":
        return words("Most of the time passed before the response began. Is it the rota, the call or the hand-over?")
    if most == "mitigate":
        return words(
            "Most of the time passed before the impact was contained. Is a switch, a rollback or a runbook missing?"
        )
    return words("Most of the time passed after the impact was contained. Was there a hurry, or is it rightly slow?")


def about_escalation(words: Words, recorded: int, total: int) -> str:
    """Ask about how incidents were handed up."""
    if 2 * recorded < total:
        return words("Most records do not say who was told. Where is it written while the incident goes on?")
    return words("Was the right step of the ladder told, and early enough to help?")
