"""The messages about one incident, made from its record alone: first notice, update, recovered and final report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal

from jinja2 import FileSystemLoader, StrictUndefined, Template, TemplateError

from generator.model.incident import Incident
from generator.model.policy import Language, Policy
from generator.model.promise import Promise
from generator.model.words import Words
from generator.read.words import words as words_of
from generator.render.direct import Direct, Flat
from generator.render.message_text import ADDRESS, CHANNELS, PUBLIC, Channel, Message, Ours, formatted, marked
from generator.render.message_view import MessageView, message_views

Kind = Literal["first", "update", "recovered", "final"]
KINDS: tuple[Kind, ...] = ("first", "update", "recovered", "final")
LANGUAGES: tuple[Language, ...] = ("ja", "en")


class BadTemplate(Exception):
    """A template of `messages/` cannot be used; the text says why."""


class NotYet(Exception):
    """What the record does not hold cannot be told: a recovery of what lasts, or the harm of a near miss."""


def possible(incident: Incident) -> tuple[Kind, ...]:
    """Return the messages an incident's state allows, those that fit it best first."""
    if incident.kind == "near_miss":
        return ("final",)
    if incident.is_open:
        told = any(row.kind in ("update", "notified") for row in incident.rows)
        return ("update", "first") if told or incident.status == "mitigated" else ("first", "update")
    if incident.status == "reviewed" or incident.report_at:
        return ("final", "recovered", "first", "update")
    return ("recovered", "final", "first", "update")


def offered(incident: Incident) -> tuple[Kind, ...]:
    """Return the messages that a page offers: nobody sends the first notice of what is over any more."""
    return tuple(kind for kind in possible(incident) if incident.is_open or kind in ("recovered", "final"))


def channels_of(incident: Incident) -> tuple[Channel, ...]:
    """Return where an incident is told of; nobody outside felt a near miss."""
    return tuple(channel for channel in CHANNELS if incident.kind != "near_miss" or channel not in PUBLIC)


class Messages:
    """The messages of one policy as of one instant; of `folders` the first that has a template wins."""

    def __init__(self, folders: Sequence[Path], policy: Policy, as_of: dt.datetime) -> None:
        self._policy = policy
        self._as_of = as_of
        self._words = {language: words_of(language, policy.zone) for language in LANGUAGES}
        try:
            self._templates = {one: _templates(folders, words) for one, words in self._words.items()}
        except (TemplateError, UnicodeDecodeError) as error:
            raise BadTemplate(f"messages/: {error}") from error

    def messages(
        self, incident: Incident, promises: Sequence[Promise], language: Language, kinds: Sequence[Kind] = (),
        channels: Sequence[Channel] = (),
    ) -> Mapping[tuple[Kind, Channel], Message]:  # fmt: skip
        """Return the messages by kind and channel; by default all that the incident has.

        Raise NotYet for one the incident's state does not allow: a recovery that has not come. Raise BadTemplate where
        a template is not in order.
        """
        kinds, channels = kinds or possible(incident), channels or channels_of(incident)
        if not {*kinds} <= {*possible(incident)} or not {*channels} <= {*channels_of(incident)}:
            raise NotYet(incident.id)
        words = self._words[language]
        made: dict[tuple[Kind, Channel], Message] = {}
        public = sorted({channel in PUBLIC for channel in channels})
        for view in message_views(incident, promises, self._policy, words, self._as_of, public=public):
            theirs = [each for each in channels if (each in PUBLIC) == view.public]
            for kind in kinds:
                every = formatted(self._text(kind, view, language), theirs)
                made.update(((kind, each.channel), each) for each in every)
        return made

    def _text(self, kind: Kind, view: MessageView, language: Language) -> str:
        try:
            return self._templates[language][kind].render(page=view)
        except TemplateError as error:
            raise BadTemplate(f"messages/{kind}.j2: {error}") from error


def _templates(folders: Sequence[Path], words: Words) -> dict[Kind, Template]:
    environment = Flat(  # a message is no HTML: every value is marked, and each channel escapes what is
        loader=FileSystemLoader([str(folder) for folder in folders], encoding="utf-8"), undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, finalize=marked, auto_reload=False,
    )  # fmt: skip
    environment.code_generator_class = Direct
    environment.globals |= {"t": _translator(words), "item": _item, "address": Ours(ADDRESS)}
    return {kind: environment.get_template(f"messages/{kind}.j2") for kind in KINDS}


def _translator(words: Words) -> Callable[..., Ours]:
    known: dict[str, Ours] = {}  # the labels, which stand in every message

    def translate(message: str, **values: object) -> Ours:
        if values:
            return Ours(words(message, **{name: marked(value) for name, value in values.items()}))
        return known.get(message) or known.setdefault(message, Ours(words(message)))

    return translate


def _item(label: str, value: str) -> Ours:
    """Return a line of a list, what it is and what the record says; nothing where there is nothing to say."""
    return Ours(f"\n- {label}: {marked(value)}" if value else "")
