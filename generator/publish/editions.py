"""The editions of a site: which there are, what each is called, and what settings say in its language."""

from __future__ import annotations

import functools
from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any, cast, get_args
from zoneinfo import ZoneInfo

from generator.model.page import Edition, Made
from generator.model.policy import Language
from generator.read.words import words

LANGUAGES: tuple[Language, ...] = get_args(Language)
#: Each language as it calls itself.
NAMES: Mapping[Language, str] = {"ja": "日本語", "en": "English"}
#: Settings that an edition may have of its own.
OWN = ("site_name", "site_description", "site_author", "copyright", "nav")
#: Stands where a root has no settings of its own.
DESCRIPTION = "What happened, how long it took and which promises were kept, from the records of incidents"
#: Words of ours in settings: where one stands, in whatever language, each edition says it in its own.
SAID = (
    DESCRIPTION,
    "Follows the device (press for light)",
    "Light (press for dark)",
    "Dark (press to follow the device)",
    "Link to this section",
)


def wanted(value: object) -> dict[Language, dict[str, Any]]:
    """Return the plugin's option `editions` (a list of languages, or a mapping with settings of each).

    Raise ValueError for anything else.
    """
    if not isinstance(value, list | Mapping) or not value:
        raise ValueError(f"editions: a list such as [ja, en] is expected, not {value!r}")
    named = value.items() if isinstance(value, Mapping) else [(language, None) for language in value]
    found: dict[Language, dict[str, Any]] = {}
    for language, own in named:
        if language not in LANGUAGES:
            raise ValueError(f"editions: {language!r} is none of {', '.join(LANGUAGES)}")
        if not isinstance(own or {}, Mapping) or set(own or {}) - set(OWN):
            raise ValueError(f"editions: {language} may have its own {', '.join(OWN)}; not {own!r}")
        found[language] = dict(own or {})
    return found


def addresses(
    languages: Sequence[Language], site_url: str, site_names: Mapping[Language, str]
) -> dict[Language, dict[str, Any]]:
    """Return where each edition stands and what it is called, by the names of `Inputs`; the main one comes first.

    `site_url` is the main edition's, "" where it is not known.
    """
    main, address = languages[0], f"{site_url.rstrip('/')}/" if site_url else ""
    folders = {one: "" if one == main else f"{one}/" for one in languages}
    return {
        one: {
            "folder": folder,
            "alone": len(languages) == 1,
            "site_url": address and address + folder,
            "site_name": site_names.get(one, ""),
        }
        for one, folder in folders.items()
    }


def alternates(made: Made, edition: Edition, site_url: str | None) -> list[dict[str, str]]:
    """Return `extra.alternate` of an edition, the main one first; empty where there is no other.

    `home` is the edition's full address where `site_url`, the main edition's, is known.
    """
    if len(made.editions) == 1:
        return []
    up = "../" * edition.folder.count("/")
    return [
        {
            "name": NAMES[each.language],
            "link": "./" if each is edition else up + each.folder,
            "lang": each.language,
            "home": f"{site_url.rstrip('/')}/{each.folder}" if site_url else "",
        }
        for each in made.editions
    ]


def place_of(uri: str, made: Made, edition: Edition) -> str | None:
    """Return where a hand-written file appears in an edition, or None where it does not.

    Pages belong to the main edition, but those of `en/` to the edition of that name; other files are in every one.
    """
    folder = next((each.folder for each in made.editions if each.folder and uri.startswith(each.folder)), "")
    if folder:
        return uri.removeprefix(folder) if folder == edition.folder else None
    return None if edition.folder and uri.endswith((".md", ".markdown", ".html")) else uri


def speak(theme: MutableMapping[str, Any], language: Language) -> None:
    """Turn the theme's settings into a language."""
    theme["language"] = language
    if theme.get("palette"):
        theme["palette"] = turned(theme["palette"], language)


def turned(value: Any, language: Language) -> Any:
    """Return settings with those words of ours that stand in them said in a language."""
    if isinstance(value, str):
        return _wordings(language).get(value, value)
    if isinstance(value, Mapping):
        return {key: turned(item, language) for key, item in value.items()}
    if isinstance(value, list):
        return [turned(item, language) for item in value]
    return value


@functools.cache
def _wordings(language: Language) -> dict[str, str]:
    zone = ZoneInfo("UTC")
    spoken = words(language, zone)
    every = [words(each, zone) for each in LANGUAGES]
    return {each(message): spoken(message) for message in SAID for each in every}


def asked(
    options: Mapping[str, Any], site_url: str = "", site_name: str = ""
) -> tuple[dict[str, Any], dict[Language, dict[str, Any]]]:
    """Return the options for `make`, from those of the plugin, and the settings that editions have of their own."""
    own = wanted(options.get("editions") or list(LANGUAGES))
    plain: dict[str, Any] = {name: options.get(name) for name in ("as_of", "language")}
    names = {language: its.get("site_name", site_name) for language, its in own.items()}
    plain |= {"site_url": site_url, "site_names": names}
    return {**plain, "edit_url": cast(str, options.get("edit_url") or ""), "editions": tuple(own)}, own
