"""The catalogue of messages: gettext `.po` files, one folder a language, read as they are."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from generator.model.policy import Language
from generator.model.words import Words

LOCALE = Path(__file__).parent.parent / "locale"


@cache
def _messages(language: str) -> dict[str, str]:
    from babel.messages.pofile import read_po  # slow to import, and `check` needs no page's words

    messages: dict[str, str] = {}
    for file in sorted((LOCALE / language).glob("*.po")):
        with file.open(encoding="utf-8") as stream:
            for entry in read_po(stream, locale=language, abort_invalid=True):
                if entry.id and entry.string:
                    messages[str(entry.id)] = str(entry.string)
    return messages


def words(language: Language, zone: ZoneInfo) -> Words:
    """Return the words of a language; English is the catalogue's own language."""
    return Words(language, zone, {} if language == "en" else _messages(language))
