"""The timeline's table -> rows at instants, with dates carried down from row to row."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

from generator.check.rule import Report
from generator.check.rules.body import BACKWARDS, CONTRADICTS, UNREADABLE
from generator.check.rules.fields import UNKNOWN_VALUE
from generator.check.rules.times import MISSING_MILESTONE, OF_BAD_TIME
from generator.check.shape import suggestion
from generator.model.incident import MILESTONES, Row
from generator.read.body import RawRow, RawSection, read_table
from generator.read.times import TO_THE_MINUTE, BadTime, local_to_utc, parse_date, parse_time

KINDS = {
    "detected": ("検知", "detected"),
    "acknowledged": ("対応開始", "acknowledged"),
    "update": ("更新", "update"),
    "notified": ("連絡", "notified"),
    "investigation": ("調査", "investigation"),
    "action": ("対処", "action"),
    "mitigated": ("緩和", "mitigated"),
    "resolved": ("復旧", "resolved"),
    "note": ("その他", "note"),
}
_KIND = {name: kind for kind, names in KINDS.items() for name in names}
_MILESTONE = {key.removesuffix("_at"): key for key in MILESTONES}
_CLOCK = re.compile(r"\d{1,2}:\d\d(:\d\d)?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class _Clock:
    """Where the table has got to: the last instant, the last row's day, and the day an `HH:MM` belongs to.

    `lost` is the instant of the row above where that one ran backwards.
    """

    __slots__ = ("above", "at", "day", "lost", "zone")

    def __init__(self, zone: ZoneInfo, day: dt.date | None) -> None:
        self.zone = zone
        self.day = day
        self.at: dt.datetime | None = None
        self.above: dt.date | None = None
        self.lost: dt.datetime | None = None


Placed = tuple[Row, RawRow]


def read_rows(section: RawSection, zone: ZoneInfo, first: dt.datetime | None, report: Report) -> tuple[Placed, ...]:
    """Return the usable rows, each with what was written; an `HH:MM` in the first row takes the day of `first`."""
    table = read_table(section)
    if table is None:
        return ()
    if table.columns is None:
        ja, en = "表の見出しが違います", "its header is not the template's"
        header = section.text.split("\n")[table.position.line - section.line]
        report.add(UNREADABLE, table.position, len(header) or 1, detail_ja=ja, detail_en=en)
        return ()
    clock = _Clock(zone, first.astimezone(zone).date() if first else None)
    has_kind = "kind" in table.columns
    return tuple((row, raw) for raw in table.rows if (row := _row(raw, has_kind, clock, report)) is not None)


def _row(raw: RawRow, has_kind: bool, clock: _Clock, report: Report) -> Row | None:
    kind = _kind(raw, report) if has_kind else ""
    text = raw.cells["time"]
    try:
        at, day = _when(text, clock)
    except BadTime as bad:
        if bad.name == "bad-time":
            report.add(UNREADABLE, raw.position, raw.length, **_unreadable(text, clock))
        else:
            report.add(OF_BAD_TIME[bad.name], raw.position, raw.length, key="timeline", **bad.values)
        return None
    if _is_backwards(at, day, clock):
        if not _follows_lost(at, text, clock):
            report.add(BACKWARDS, raw.position, raw.length, text=text, **_above(text, clock))
        clock.lost = at
        return None
    clock.at, clock.day, clock.above, clock.lost = at or clock.at, day, day, None
    return Row(at, day, kind, raw.cells.get("event", ""), raw.cells.get("who", ""))


def _kind(raw: RawRow, report: Report) -> str:
    text = raw.cells.get("kind", "").strip()
    if not text:
        return "note"
    kind = _KIND.get(text) or _KIND.get(text.lower())
    if kind is None:
        hint = suggestion(text, list(_KIND))
        report.add(UNKNOWN_VALUE, raw.position, raw.length, key="種別 / Kind", value=text, **hint)
    return kind or "note"


def _when(text: str, clock: _Clock) -> tuple[dt.datetime | None, dt.date]:
    """Return the instant and the local day of a cell; raise BadTime."""
    try:
        if len(text) == len("2026-10-03") and _DAY.fullmatch(text):
            return None, parse_date(text)
        if clock.day is not None and len(text) <= len("09:00:00") and _CLOCK.fullmatch(text):
            time = dt.time.fromisoformat(text.zfill(8 if text.count(":") > 1 else 5))
            return local_to_utc(dt.datetime.combine(clock.day, time), clock.zone), clock.day
    except ValueError:
        raise BadTime("bad-time", {"text": text}) from None
    at = parse_time(text, clock.zone)
    if len(text) == TO_THE_MINUTE:
        return at, dt.date.fromisoformat(text[:10])
    return at, at.astimezone(clock.zone).date()


def _unreadable(text: str, clock: _Clock) -> dict[str, str]:
    if _CLOCK.fullmatch(text) and clock.day is None:
        return {
            "detail_ja": f"「{text}」の日付が分かりません(時刻の分かる節目がない記録では日付が要ります)",
            "detail_en": f"the date of `{text}` is not known (without a known milestone the first row needs one)",
        }
    from generator.check.fix.forms import clock_form, time_form  # only a mistake needs it

    form = clock_form(text) or time_form(text, clock.zone)
    better = (f"({form} のことですか)", f" (did you mean {form}?)") if form else ("", "")
    return {
        "detail_ja": f"「{text}」は時刻ではありません{better[0]}", "detail_en": f"`{text}` is not a time{better[1]}",
    }  # fmt: skip


def _is_backwards(at: dt.datetime | None, day: dt.date, clock: _Clock) -> bool:
    if clock.above is not None and day < clock.above:
        return True
    return at is not None and clock.at is not None and at < clock.at


def _follows_lost(at: dt.datetime | None, text: str, clock: _Clock) -> bool:
    """Tell whether the row is the next of those that lack the date which the first of them was asked for."""
    return at is not None and clock.lost is not None and at >= clock.lost and bool(_CLOCK.fullmatch(text))


def _above(text: str, clock: _Clock) -> dict[str, str]:
    """Return the row above, and the row as it is meant where midnight has passed."""
    on_day = clock.at is None or clock.above != clock.at.astimezone(clock.zone).date()
    above = str(clock.above) if on_day or clock.at is None else local_text(clock.at, clock.zone)
    meant = f"{clock.above + dt.timedelta(days=1)} {text}" if clock.above and _CLOCK.fullmatch(text) else ""
    return {"above": above, "meant": meant or "2026-10-04 00:30"}


def check_against(placed: tuple[Placed, ...], milestones: dict[str, object], zone: ZoneInfo, report: Report) -> None:
    """Report milestone rows that say another time than the front matter (to the minute, if the row has no seconds).

    `milestones` maps a milestone to its instant, UNKNOWN, or None where the key is absent; what is not in it
    contradicts nothing. A row with only a day contradicts another day.
    """
    for row, raw in placed:
        if row.kind not in _MILESTONE:
            continue
        key = _MILESTONE[row.kind]
        if key not in milestones or _agrees(row, said := milestones[key], zone):
            continue
        if said is None and any(hit.rule is MISSING_MILESTONE and hit.values["key"] == key for hit in report.hits):
            continue  # it is said already
        text = local_text(row.at, zone) if row.at else str(row.day)
        report.add(
            CONTRADICTS, raw.position, raw.length, kind=raw.cells["kind"], text=text, key=key, **_said_of(said, zone)
        )  # fmt: skip


def _said_of(said: object, zone: ZoneInfo) -> dict[str, str]:
    if said is None:
        return {"said_ja": "書かれていません", "said_en": "is not written"}
    at = local_text(said, zone) if isinstance(said, dt.datetime) else str(said)
    return {"said_ja": f" {at} です", "said_en": f"is {at}"}


def _agrees(row: Row, said: object, zone: ZoneInfo) -> bool:
    if row.at is None:
        return not isinstance(said, dt.datetime) or said.astimezone(zone).date() == row.day
    return isinstance(said, dt.datetime) and row.at in (said, said.replace(second=0, microsecond=0))


def local_text(at: dt.datetime, zone: ZoneInfo) -> str:
    """Return an instant as people write it, in the record's zone."""
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S" if at.second else "%Y-%m-%d %H:%M")
