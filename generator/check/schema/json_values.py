"""Pieces of JSON Schema for single values, and what an editor's YAML reader makes of a text.

Editors read YAML by the core schema of YAML 1.2: `2026-10-03T09:00+09:00` and `no` are strings there, `0.35`
is a number, `true` is a boolean. The schemas speak of those values; `check` reads the text itself.
Patterns are of the kind that ECMAScript and Python read alike. `patternErrorMessage` is no word of JSON Schema:
the editors that know it show it instead of the pattern, all others pass over it.
"""

from __future__ import annotations

import json
import re

from generator.read.node import NULLS, Node
from generator.read.times import OFFSET, TIME_OF_DAY, UNKNOWN

Schema = dict[str, object]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}

_YEAR = r"(?:19|20|21)[0-9]{2}"  # FIRST_YEAR to LAST_YEAR
_LEAP_YEAR = r"(?:(?:19|20|21)(?:0[48]|[2468][048]|[13579][26])|2000)"
#: The days of the year, to be added to a year: 29 February is one of a leap year only.
DAY_OF_YEAR = (
    r"(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    r"|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
DAY = rf"(?:{_YEAR}-{DAY_OF_YEAR}|{_LEAP_YEAR}-02-29)"


def whole(pattern: str) -> str:
    """Return the pattern of a value that is this and nothing else; blanks around it do no harm."""
    return rf"^\s*(?:{pattern})\s*$"


def any_case(word: str) -> str:
    """Return the pattern of a word in large or small letters."""
    return "".join(f"[{letter.upper()}{letter.lower()}]" if letter.isalpha() else letter for letter in word)


PERCENTAGE = r"0*(?:[0-9]{1,2}(?:\.[0-9]+)?|100(?:\.0+)?)\s*[%％]|0+(?:\.[0-9]+)?|0*1(?:\.0+)?"
WRITTEN: Schema = {"type": ["string", "number", "boolean"]}  # whatever is written there is taken as text


def form(pattern: str, ja: str, en: str) -> Schema:
    """Return what a string has to match, and what an editor says where it does not."""
    return {"pattern": pattern, "patternErrorMessage": f"{ja} / {en}"}


def text(*, filled: bool = False) -> Schema:
    """Return the schema of a text; `filled` ones are not blank."""
    return {**WRITTEN, **(form(r"\S", "空にできません", "must not be empty") if filled else {})}


def written_as(pattern: str, ja: str, en: str) -> Schema:
    """Return the schema of a string that matches."""
    return {"type": "string", **form(pattern, ja, en)}


TIME = written_as(
    whole(rf"{UNKNOWN}|{DAY}[Tt ]{TIME_OF_DAY}(?: ?{OFFSET})?"),
    "実在する時刻 YYYY-MM-DDTHH:MM+09:00 か unknown を書きます",
    "a time that exists, as YYYY-MM-DDTHH:MM+09:00, or unknown",
)
DATE = written_as(whole(DAY), "実在する日付 YYYY-MM-DD を書きます", "a date that exists, as YYYY-MM-DD")
ID = written_as(
    whole(r"INC-[0-9]{4}-[0-9]{3,}"),
    "INC-<年>-<3 桁以上の番号> の形で書きます(例: INC-2026-014)",
    "written INC-<year>-<3 or more digits>, e.g. INC-2026-014",
)
MONTH = written_as(whole(r"[0-9]{4}-(?:0[1-9]|1[0-2])"), "月を YYYY-MM で書きます", "a month, as YYYY-MM")
ZONE = written_as(
    whole(r"[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)*"),
    "時間帯の名前を書きます(例: Asia/Tokyo)",
    "the name of a time zone, e.g. Asia/Tokyo",
)


def share(*, unknown: bool = True) -> Schema:
    """Return the schema of a share: a number from 0 to 1, a percentage, or (where it may be) `unknown`."""
    pattern = whole(f"{UNKNOWN}|{PERCENTAGE}" if unknown else PERCENTAGE)
    said = form(pattern, "0〜1 の割合か百分率を書きます(例: 35%)", "a share (0 to 1) or a percentage, e.g. 35%")
    return {"type": ["number", "string"], "minimum": 0, "maximum": 1, **said}


def truth() -> Schema:
    """Return the schema of true, false, yes, no or `unknown`, in large or small letters."""
    words = "|".join(any_case(word) for word in ("true", "false", "yes", "no", UNKNOWN))
    said = form(
        whole(words), "true か false を書きます(分からなければ unknown)", "true or false (unknown where nobody knows)"
    )
    return {"type": ["boolean", "string"], **said}


def one_of(names: tuple[str, ...]) -> Schema:
    """Return the schema of one of the names; of any text where there are none."""
    return {"enum": names_as_read(names)} if names else text()


def suggested(names: tuple[str, ...]) -> Schema:
    """Return the schema of any text, that lets an editor offer the names."""
    return {"anyOf": [{"enum": names_as_read(names)}, text()]}


def names_as_read(names: tuple[str, ...]) -> list[object]:
    """Return names as strings, and those that YAML takes for a number or a boolean as such too."""
    found: list[object] = []
    for name in names:
        found += [name, *([core_value(name)] if not isinstance(core_value(name), str | None) else [])]
    return found


def or_null(schema: Schema) -> Schema:
    """Return the schema of a value that may be left empty."""
    if isinstance(kinds := schema.get("type"), str | list):
        return {**schema, "type": [*([kinds] if isinstance(kinds, str) else kinds), "null"]}
    if isinstance(values := schema.get("enum"), list):
        return {**schema, "enum": [*values, None]}
    return {"anyOf": [schema, {"type": "null"}]}


def about(description: tuple[str, str]) -> str:
    """Return a description in both languages."""
    return " / ".join(description)


def core_value(written: str, *, quoted: bool = False) -> object:
    """Return what YAML 1.2's core schema makes of a scalar as written."""
    if quoted:
        return written
    if written in NULLS:
        return None
    if written in _BOOLEANS:
        return _BOOLEANS[written]
    if _INTEGER.fullmatch(written):
        return int(written, 0) if written[:2] in ("0o", "0x") else int(written)
    return float(written) if _FLOAT.fullmatch(written) else written


def plain(node: Node) -> object:
    """Return a tree as an editor's YAML reader has it."""
    if node.kind == "list":
        return [plain(item) for item in node.items]
    if node.kind == "map":
        return {key.text: plain(value) for key, value in node.entries}
    return core_value(node.text, quoted=node.quoted)


def as_text(schema: Schema) -> str:
    """Return a schema as its file holds it."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
