"""The questions of `furikaeri new`: only what is needed and was not given, asked again with the reason if need be."""

from __future__ import annotations

import click

from generator.check.answer import moment, severities_for
from generator.cli.new_desk import Desk, contradiction, noticed
from generator.model.incident import MILESTONES
from generator.read.times import UNKNOWN
from generator.render.new_record import written

#: What people answer -> what a record says.
_SAID = {
    "impact.business": {"高": "high", "中": "medium", "低": "low"},
    "impact.data_loss": {"y": "true", "yes": "true", "はい": "true", "n": "false", "no": "false", "いいえ": "false"},
    **{key: {"今": "now"} for key in MILESTONES},
}


def ask(desk: Desk) -> None:
    """Ask for everything that was not given; the questions go to standard error, so that a script can have the path."""
    words, policy = desk.words, desk.policy
    services = words("Services, with commas between")
    if policy.services:
        services = words("Services, with commas between ({services})", services=", ".join(policy.services))
    _ask(desk, "title", words("Title"), "")
    _ask(desk, "services", services, UNKNOWN)
    _ask(desk, "impact.users_affected", words("Share of the users hit, e.g. 35%"), UNKNOWN)
    _ask(desk, "impact.business", words("Impact on the business (high, medium, low)"), UNKNOWN)
    _ask(desk, "impact.data_loss", words("Was data lost? (yes, no)"), UNKNOWN)
    _ask_severity(desk)
    _ask(desk, "started_at", words("First impact on users (HH:MM, YYYY-MM-DD HH:MM, now or unknown)"), UNKNOWN)
    _ask(desk, "detected_at", words("When the team knew (HH:MM, YYYY-MM-DD HH:MM, now or unknown)"), "now")
    sources = ", ".join(policy.detection_sources)
    _ask(desk, "detection", words("How it was noticed ({sources})", sources=sources), UNKNOWN)


def _ask(desk: Desk, key: str, question: str, default: str) -> None:
    if key in desk.given:
        return
    suffix = " " if question.endswith("?") else ": "
    while True:
        answer = _read(desk, key, click.prompt(question, default=default or None, prompt_suffix=suffix, err=True))
        if answer is None:
            return
        objection = desk.judged({**desk.given, key: answer}).objections.get(key)
        if objection is None:
            desk.given[key] = answer
            return
        click.echo(f"  {objection}", err=True)


def _read(desk: Desk, key: str, text: str) -> str | tuple[str, ...] | None:
    """Return what the record says after an answer (None: nothing)."""
    text = text.strip()
    if text == "不明" and key != "title":
        text = UNKNOWN
    text = _SAID.get(key, {}).get(text.lower(), text)
    if text == UNKNOWN and key in ("services", "detection"):
        return None
    if key == "services":
        return tuple(dict.fromkeys(name.strip() for name in text.replace("、", ",").split(",") if name.strip()))
    return _time(desk, key, text) if key in MILESTONES else text


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
