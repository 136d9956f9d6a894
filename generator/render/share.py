"""What the page of an incident offers to copy: every message once, as numbers of lines that most of them share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from generator.model.incident import Incident
from generator.model.policy import Language
from generator.model.promise import Promise
from generator.render.message_text import ADDRESS, Channel, Message, in_markdown, one_line
from generator.render.messages import LANGUAGES, Kind, Messages, channels_of, offered

#: Between two lines of `ShareView.lines`; no line holds it, as it is not printable.
SEPARATOR = "\ue003"


class ShareView(NamedTuple):
    """The messages of an incident: `texts` by language, kind and channel, each the numbers of its lines.

    Written out, the texts would be five times as long: a fact stands in most messages of its language. Asterisks
    behind a number stand on both sides of its line. `name` is a link to the incident in Markdown. `shown` is the
    message that fits best, for those who read without JavaScript.
    """

    kinds: tuple[Kind, ...]
    channels: tuple[Channel, ...]
    languages: tuple[Language, ...]
    lines: str
    texts: str
    name: str
    shown: str


class _Written(NamedTuple):
    """The messages of one incident in every language; `texts` and `shown` by language, the lines are of all."""

    lines: str
    texts: Mapping[Language, str]
    shown: Mapping[Language, str]


class Shares:
    """What the pages of incidents offer to copy, in every edition of a site: messages are written once for two of them.

    `alone`: there is one edition, nothing is kept for another.
    """

    def __init__(self, messages: Messages, *, alone: bool) -> None:
        self._messages = messages
        self._alone = alone
        self._waiting: dict[str, _Written] = {}  # for the other edition; it has each incident once

    def view(self, incident: Incident, promises: Sequence[Promise], language: Language) -> ShareView:
        """Return what is offered to copy, the page's own language first."""
        written = self._waiting.pop(incident.id, None)
        if written is None:
            written = self._write(incident, promises)
            if not self._alone:
                self._waiting[incident.id] = written
        languages = (language, *(other for other in LANGUAGES if other != language))
        texts = ",".join(written.texts[tongue] for tongue in languages)
        name = f"[{in_markdown(one_line(f'{incident.id} {incident.title}'))}]({ADDRESS})"
        shown = written.shown[language]
        return ShareView(offered(incident), channels_of(incident), languages, written.lines, texts, name, shown)

    def _write(self, incident: Incident, promises: Sequence[Promise]) -> _Written:
        kinds, channels = offered(incident), channels_of(incident)
        numbers: dict[str, int] = {}
        texts: dict[Language, str] = {}
        shown: dict[Language, str] = {}
        for tongue in LANGUAGES:
            made = self._messages.messages(incident, promises, tongue, kinds)
            texts[tongue] = ",".join(_numbered(made[kind, to], numbers) for kind in kinds for to in channels)
            shown[tongue] = made[kinds[0], channels[0]].text()
        return _Written(SEPARATOR.join(numbers), texts, shown)


def _numbered(message: Message, numbers: dict[str, int]) -> str:
    subject, *lines = (numbers.setdefault(line, len(numbers)) for line in (message.subject, "", *message.lines))
    return " ".join([f"{subject}{message.bold}", *map(str, lines)])
