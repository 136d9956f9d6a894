"""What the page of an incident offers to copy: every message once, as numbers of lines that most of them share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.model.incident import Incident
from generator.model.policy import Language
from generator.model.promise import Promise
from generator.render.message_text import ADDRESS, Channel, Message, in_markdown, one_line
from generator.render.messages import LANGUAGES, Kind, Messages, channels_of, possible

#: Between two lines of `ShareView.lines`; no line holds it, as it is not printable.
SEPARATOR = "\ue003"


@dataclass(frozen=True, slots=True)
class ShareView:
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


def share_view(incident: Incident, promises: Sequence[Promise], messages: Messages, language: Language) -> ShareView:
    """Return what is offered to copy, the page's own language first."""
    kinds, channels = possible(incident), channels_of(incident)
    languages = (language, *(other for other in LANGUAGES if other != language))
    told = [messages.messages(incident, promises, tongue) for tongue in languages]
    made = [each[kind, channel] for each in told for kind in kinds for channel in channels]
    numbers: dict[str, int] = {}
    texts = ",".join(_numbered(message, numbers) for message in made)
    name = f"[{in_markdown(one_line(f'{incident.id} {incident.title}'))}]({ADDRESS})"
    return ShareView(kinds, channels, languages, SEPARATOR.join(numbers), texts, name, made[0].text())


def _numbered(message: Message, numbers: dict[str, int]) -> str:
    subject, *lines = (numbers.setdefault(line, len(numbers)) for line in (message.subject, "", *message.lines))
    return " ".join([f"{subject}{message.bold}", *map(str, lines)])
