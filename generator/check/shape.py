"""Nodes -> plain values by the schema; everything that does not fit is reported, nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from functools import cache
from typing import TypeVar, get_args
from zoneinfo import ZoneInfo

from generator.check.prose.characters import odd_in
from generator.check.rule import Report
from generator.check.rules.fields import MISSING_FIELD, TYPED_DURATION, UNKNOWN_KEY, UNKNOWN_VALUE, WRONG_TYPE
from generator.check.rules.ids import ID_FORMAT
from generator.check.rules.times import OF_BAD_TIME
from generator.check.schema import Field, Kind
from generator.model.month import Month
from generator.read.node import NULLS, Node
from generator.read.times import UNKNOWN, BadTime, parse_date, parse_time

T = TypeVar("T")
Values = dict[str, object]  # key -> value; absent, null and unusable keys are not in it

_ID = re.compile(r"INC-\d{4}-\d{3,}", re.ASCII)
_SHORT_ID = re.compile(r"(?<!\d)(\d{4})[-_ ](\d{1,6})$", re.ASCII)
_DURATION_KEY = re.compile(r"(?i)(^|_)(duration|minutes?|mins?|hours?|downtime|mttr|mttd|mtta|ttr|ttd)($|_)|時間$|所要")
_SHARE = re.compile(r"(\d+(?:\.\d+)?)\s*([%％]?)", re.ASCII)
_TRUE, _FALSE = ("true", "yes"), ("false", "no")
_WANTED = {
    "text": ("文字列", "a text"),
    "map": ("項目の組", "a map"),
    "list": ("リスト", "a list"),
    "bool": (" true か false ", "true or false"),
    "share": (" 0〜1 の割合か百分率", "a share (0 to 1) or a percentage"),
    "date": ("日付(YYYY-MM-DD)", "a date (YYYY-MM-DD)"),
    "zone": ("時間帯の名前", "the name of a time zone"),
    "month": ("月(YYYY-MM)", "a month (YYYY-MM)"),
    "number": ("正の数", "a positive number"),
    "clock": ('時刻("HH:MM")', 'a time of day ("HH:MM")'),
}


#: What follows an example: whether `check --fix` would write it.
MENDED = {"more_ja": "。`furikaeri check --fix` で直ります", "more_en": "; `furikaeri check --fix` mends it"}
NO_MORE = {"more_ja": "", "more_en": ""}


class Unusable(Exception):
    """The value has been reported and cannot be used."""


class Shape:
    """Reads values of one file into `report`; `collections` are the policy's names, `zone` the record's."""

    __slots__ = ("collections", "is_policy", "report", "zone")

    def __init__(
        self, report: Report, zone: ZoneInfo, collections: Mapping[str, Collection[str]], *, is_policy: bool = False
    ) -> None:
        self.report = report
        self.zone = zone
        self.collections = collections
        self.is_policy = is_policy  # a policy's keys may speak of minutes and hours

    def read(self, node: Node, fields: tuple[Field, ...], prefix: str = "") -> Values:
        """Return the usable values of a map; unknown keys, missing and unfit values are reported."""
        by_key, required = _table(fields)
        values: Values = {}
        for name, child in node.entries:
            key = name.text
            field = by_key.get(key)
            if field is None:
                self._unknown_key(name, list(by_key), prefix)
                continue
            is_null = child.text in NULLS and child.is_null
            if field.kind == "text" and child.kind == "scalar":  # as `_text`: half of all values
                value: object = "" if is_null else child.text.strip()
            elif is_null:
                value = "" if field.required else None
            else:
                try:
                    value = _READERS[field.kind](self, child, field, prefix + key)
                except Unusable:
                    continue
            if field.required and value == "":
                self._missing(name, field, prefix)
            elif value is not None:
                values[key] = value
        for key in required:
            if node.get(key) is None and prefix + key not in meant_in(self.report):
                self._missing(node, by_key[key], prefix)
        return values

    def _missing(self, where: Node, field: Field, prefix: str) -> None:
        self.report.add(MISSING_FIELD, where, key=prefix + field.key, example=field.example)

    def unknown_keys(self, node: Node, known: list[str], prefix: str = "") -> None:
        """Report every key of a map that is not among the known ones."""
        for key, _ in node.entries:
            if key.text not in known:
                self._unknown_key(key, known, prefix)

    def _unknown_key(self, key: Node, known: list[str], prefix: str) -> None:
        if not self.is_policy and _DURATION_KEY.search(key.text):
            self.report.add(TYPED_DURATION, key, key=prefix + key.text)
        else:
            hints = suggestion(key.text, known)
            meant = prefix + hints.pop("meant", "")
            self.report.add(UNKNOWN_KEY, key, key=prefix + key.text, **hints, meant=meant)

    def wrong(self, node: Node, wanted: str, key: str, example: str) -> Unusable:
        """Report a value of the wrong type; raise what is returned. A date or share in another form is the example."""
        ja, en = _WANTED[wanted]
        name = key.rpartition(".")[2]
        example = f"{name}{example.removeprefix(key)}" if example else f"{name}: …"
        more = NO_MORE
        if wanted in ("date", "share") and node.kind == "scalar":
            from generator.check.fix.forms import date_form, narrow  # only a mistake needs it

            form = date_form(node.text.strip()) if wanted == "date" else narrow(node.text.strip())
            if wanted == "date" and form:
                example, more = f"{name}: {form}", MENDED
            elif wanted == "share" and form and form != node.text.strip() and _SHARE.fullmatch(form):
                example = f"{name}: {form}"
        self.report.add(WRONG_TYPE, node, key=key, wanted_ja=ja, wanted_en=en, example=example, **more)
        return Unusable()

    def scalar(self, node: Node, wanted: str, key: str, example: str) -> str:
        """Return the text of a scalar as written."""
        if node.kind != "scalar":
            raise self.wrong(node, wanted, key, example)
        return node.text.strip()

    def _text(self, node: Node, field: Field, key: str) -> str:
        return "" if node.is_null else self.scalar(node, "text", key, f"{field.key}: {field.example}")

    def _id(self, node: Node, field: Field, key: str) -> str:
        text = self.scalar(node, "text", key, field.example)
        if not _ID.fullmatch(text):
            short = _SHORT_ID.search(text)
            example = f"INC-{short[1]}-{short[2].zfill(3)}" if short else "INC-2026-014"
            self.report.add(ID_FORMAT, node, key=key, value=text, example=example, **odd_in(text))
            raise Unusable
        return text

    def _ids(self, node: Node, field: Field, key: str) -> tuple[str, ...]:
        return self._each(node, key, lambda item: self._id(item, field, key), field.example)

    def _each(self, node: Node, key: str, read: Callable[[Node], T], example: str) -> tuple[T, ...]:
        """Read every item of a list; an item that cannot be used does not hide the next."""
        if node.kind != "list":
            raise self.wrong(node, "list", key, f"{key}: {example}")
        values = []
        for item in node.items:
            try:
                values.append(read(item))
            except Unusable:
                continue
        return tuple(values)

    def _choice(self, node: Node, field: Field, key: str) -> str:
        text = node.text.strip() if node.kind == "scalar" else self.scalar(node, "text", key, field.example)
        choices = field.choices if isinstance(field.choices, tuple) else self.choices_of(field)
        if choices and text not in choices:
            self.report.add(UNKNOWN_VALUE, node, key=key, value=text, **suggestion(text, list(choices)))
            raise Unusable
        return text

    def choices_of(self, field: Field) -> Collection[str]:
        """Return the values a field may have; empty where any will do."""
        return self.collections.get(field.choices[1:], ()) if isinstance(field.choices, str) else field.choices

    def _choices(self, node: Node, field: Field, key: str) -> tuple[str, ...]:
        return self._each(node, key, lambda item: self._choice(item, field, key), field.example)

    def _texts(self, node: Node, field: Field, key: str) -> tuple[str, ...]:
        return self._each(node, key, lambda item: self.scalar(item, "text", key, field.example), field.example)

    def _time(self, node: Node, field: Field, key: str) -> object:
        text = node.text.strip() if node.kind == "scalar" else "[…]"
        if text == UNKNOWN:
            return UNKNOWN
        try:
            return parse_time(text, self.zone)
        except BadTime as bad:
            self.report.add(OF_BAD_TIME[bad.name], node, key=key, **bad.values, **self._better(text, bad))
            raise Unusable from None

    def _better(self, text: str, bad: BadTime) -> dict[str, str]:
        """Return how a time should have been written, where that is certain."""
        if bad.name != "bad-time":
            return {}
        from generator.check.fix.forms import time_form  # only a mistake needs it

        form = time_form(text, self.zone)
        return {"example": form, **MENDED} if form else {"example": "2026-10-03T09:00+09:00", **NO_MORE}

    def _date(self, node: Node, field: Field, key: str) -> object:
        try:
            return parse_date(self.scalar(node, "date", key, f"{key}: {field.example}"))
        except ValueError:
            raise self.wrong(node, "date", key, f"{key}: {field.example}") from None

    def _month(self, node: Node, field: Field, key: str) -> Month:
        try:
            return Month.parse(self.scalar(node, "month", key, f"{key}: {field.example}"))
        except ValueError:
            raise self.wrong(node, "month", key, f"{key}: {field.example}") from None

    def _zone(self, node: Node, field: Field, key: str) -> ZoneInfo:
        zone = zone_named(self.scalar(node, "zone", key, f"{key}: {field.example}"))
        if zone is None:
            raise self.wrong(node, "zone", key, f"{key}: Asia/Tokyo")
        return zone

    def _share(self, node: Node, field: Field, key: str) -> float | None:
        text = self.scalar(node, "share", key, f"{key}: {field.example}")
        if text == UNKNOWN:
            return None
        match = _SHARE.fullmatch(text)
        share = float(match[1]) / (100 if match[2] else 1) if match else -1.0
        if not 0 <= share <= 1:
            raise self.wrong(node, "share", key, f"{key}: 35%")
        return share

    def _bool(self, node: Node, field: Field, key: str) -> bool | None:
        text = self.scalar(node, "bool", key, f"{key}: {field.example}").lower()
        if text == UNKNOWN:
            return None
        if text not in _TRUE + _FALSE:
            raise self.wrong(node, "bool", key, f"{key}: {field.example}")
        return text in _TRUE

    def _map(self, node: Node, field: Field, key: str) -> Values:
        if node.kind != "map":
            raise self.wrong(node, "map", key, f"{key}: {field.example}")
        return self.read(node, field.fields, f"{key}.")

    def _maps(self, node: Node, field: Field, key: str) -> tuple[Values, ...]:
        return self._each(node, key, lambda item: self._map(item, field, key), field.example)

    def _flags(self, node: Node, field: Field, key: str) -> dict[str, str]:
        """Read a map of channel -> true, false or the channel's name."""
        if node.kind != "map":
            raise self.wrong(node, "map", key, f"{key}: {field.example}")
        flags = {}
        for name, value in node.entries:
            text = "no" if value.is_null else self.scalar(value, "text", f"{key}.{name.text}", field.example)
            lower = text.lower()
            flags[name.text] = "yes" if lower in _TRUE else "no" if lower in _FALSE else text
        return flags

    def _sources(self, node: Node, field: Field, key: str) -> tuple[str, ...]:
        """Read a list of addresses, each a text or a map with `url`."""

        def read(item: Node) -> str:
            url = item.get("url") if item.kind == "map" else item
            if url is None:
                raise self.wrong(item, "text", key, f"{key}: {field.example}")
            return self.scalar(url, "text", key, f"{key}: {field.example}")

        return self._each(node, key, read, field.example)


#: The reader of each kind of field.
_READERS: dict[str, Callable[[Shape, Node, Field, str], object]] = {
    kind: getattr(Shape, f"_{kind}") for kind in get_args(Kind)
}
_TABLES: dict[int, tuple[tuple[Field, ...], dict[str, Field], frozenset[str]]] = {}


def _table(fields: tuple[Field, ...]) -> tuple[dict[str, Field], frozenset[str]]:
    """Return the fields of a map by their key, and the keys it must have; made once for each tuple of fields."""
    kept = _TABLES.get(id(fields))
    if kept is None:
        by_key = {field.key: field for field in fields}
        kept = _TABLES[id(fields)] = fields, by_key, frozenset(field.key for field in fields if field.required)
    return kept[1], kept[2]


@cache
def zone_named(name: str) -> ZoneInfo | None:
    """Return the time zone of a name, or None where there is none."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return None


def meant_in(report: Report) -> set[str]:
    """Return the keys that a misspelt one was probably meant to be: they are not missing as well."""
    return {str(hit.values["meant"]) for hit in report.hits if hit.rule is UNKNOWN_KEY and "meant" in hit.values}


def suggestion(text: str, known: list[str]) -> dict[str, str]:
    """Return the help for a name that does not exist: what was meant, or what there is."""
    from difflib import get_close_matches  # only a mistake needs it

    close = get_close_matches(text.lower(), known, n=1, cutoff=0.6)
    if close:
        return {"hint_ja": f"`{close[0]}` のことですか", "hint_en": f"did you mean `{close[0]}`?", "meant": close[0]}
    names = ", ".join(known[:24]) + (", …" if len(known) > 24 else "")
    return {"hint_ja": f"使えるのは {names}", "hint_en": f"known: {names}"}
