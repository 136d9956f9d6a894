"""The questions of `furikaeri new`: only what is needed and was not given, asked again with the reason if need be."""

from __future__ import annotations

from collections.abc import Callable

import click

from generator.check.answer import moment, severities_for
from generator.cli.new_desk import Desk, contradiction, noticed
from generator.model.incident import MILESTONES
from generator.read.times import UNKNOWN
from generator.render.new_record import written

_YES = {"y": "true", "yes": "true", "はい": "true", "n": "false", "no": "false", "いいえ": "false"}


def ask(desk: Desk) -> None:
    """Ask for everything that was not given; the questions go to standard error, so that a script can have the path."""
    words, policy = desk.words, desk.policy
    choices = ", ".join(policy.services)
    _ask(desk, "title", words("Title"), "")
    _ask(desk, "services", words("Services, with commas between") + (f" [{choices}]" if choices else ""), UNKNOWN)
    _ask(desk, "impact.users_affected", words("Share of the users hit, e.g. 35%"), UNKNOWN)
    _ask(desk, "impact.business", words("Impact on the business (high, medium, low)"), UNKNOWN)
    _ask(desk, "impact.data_loss", words("Was data lost? (yes, no)"), UNKNOWN)
    _ask_severity(desk)
    _ask(desk, "started_at", words("First impact on users (HH:MM, YYYY-MM-DD HH:MM or now)"), UNKNOWN)
    _ask(desk, "detected_at", words("When the team knew (HH:MM, YYYY-MM-DD HH:MM, now or unknown)"), "now")
    _ask(desk, "detection", words("How it was noticed") + f" [{', '.join(policy.detection_sources)}]", UNKNOWN)


def _ask(desk: Desk, key: str, question: str, default: str) -> None:
    if key in desk.given:
        return
    answer = click.prompt(question, default=default or None, value_proc=_reader(desk, key), err=True)
    if answer is not None:
        desk.given[key] = answer


def _reader(desk: Desk, key: str) -> Callable[[str], str | tuple[str, ...] | None]:
    """Return what turns an answer into what the record says (None: nothing), or names the reason why it cannot."""

    def read(text: str) -> str | tuple[str, ...] | None:
        text = text.strip()
        said: str | tuple[str, ...] = text
        if text == UNKNOWN and key in ("services", "detection"):
            return None
        if key == "services":
            said = tuple(dict.fromkeys(name.strip() for name in text.replace("、", ",").split(",") if name.strip()))
        elif key == "impact.data_loss":
            said = _YES.get(text.lower(), text)
        elif key in MILESTONES:
            said = _time(desk, key, text)
        objection = desk.judged({**desk.given, key: said}).objections.get(key)
        if objection is not None:
            raise click.UsageError(objection)
        return said

    return read


def _time(desk: Desk, key: str, text: str) -> str:
    if key == "detected_at" and text.lower() == "now":
        return written(noticed(desk), desk.policy.zone)
    return moment(text, desk.now, desk.policy.zone)


def _ask_severity(desk: Desk) -> None:
    """Tell the severity the impact comes to; where another was given ask why."""
    words = desk.words
    if allowed := contradiction(desk):
        rule, severity = " / ".join(allowed), desk.given["severity"]
        _ask(
            desk, "severity_reason", words("The impact says {rule}. Why {severity}?", rule=rule, severity=severity), ""
        )
    elif "severity" not in desk.given:
        rule = " / ".join(severities_for(desk.judged().values, desk.policy))
        click.echo(words("Severity by the impact: {rule}", rule=rule), err=True)
