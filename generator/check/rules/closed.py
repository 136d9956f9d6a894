"""F65x: what was reported of a closed month, and the changes that touch it."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from generator.check.rule import Example, Rule
from generator.model.finding import Level
from generator.model.lock import Closing, Lock, Locked, as_text
from generator.model.month import Month
from generator.read.locks import EDITED, UNREADABLE

LOCK_PATH = "incidents/reviews/2026-10.lock.json"
_ZONE = ZoneInfo("Asia/Tokyo")
_MAIN = (
    "誤りなら戻してください。正しい訂正ならこのままでよく、{month} のページに「訂正された数字」として示されます。"
    "報告し直すなら `furikaeri close {month} --reclose 理由`",
    "put it back if it is a slip; if it is right, leave it: the page of {month} will show it as restated. "
    "To report anew: `furikaeri close {month} --reclose REASON`",
)


def _locked(seal: str, *records: tuple[str, dict[str, Any]]) -> str:
    """Return the lock of October 2026 with some records, as short as an example may be; its seal is written here."""
    rows = tuple(Locked(name, f"incidents/2026/{name}.md", "0" * 64, fields) for name, fields in records)
    closing = Closing(dt.datetime(2026, 11, 1, tzinfo=_ZONE), {}, {}, {}, tuple(row.id for row in rows), "1.0")
    return as_text(Lock(Month(2026, 10), _ZONE, closing, rows), seal)


_SAID = ("INC-2026-014", {"resolved_at": "2026-10-03T09:30:00+09:00", "severity": "P1"})
_SEALS = (  # by how many records there are: to work them out would keep every check from starting at once
    "3dc3bac3f937a487b56f5c799c6c28d33f812ee431ceb9989533c94e316a9e13",
    "b0ab30c23d082c35c462da322450eed6eb5c169920718bc88ef47c17820c5091",
    "d95a2ee8dd6e0d83009fddba739c7230ec29132a15b8566345eb812578ee2a33",
)
_CLOSED = {LOCK_PATH: _locked(_SEALS[1], _SAID)}

LOCK_UNREADABLE = Rule(
    "F651", UNREADABLE, Level.ERROR,
    ("締めた月のファイルとして読めません: {detail}", "not readable as the lock of a closed month: {detail}"),
    ("`git checkout` などで元に戻してください。戻せなければ消して `furikaeri close` で締め直してください",
     "bring it back, e.g. with `git checkout`; where that cannot be done, remove it and run `furikaeri close` again"),
    reason=(
        "このファイルは、その月に何を報告したかの控えです。読めなければ、数字が後から変わっても分かりません。",
        "This file is the copy of what was reported for the month; "
        "unread, nobody can tell that a figure has changed since.",
    ),
    bad=Example("", files={LOCK_PATH: '{"schema": "furikaeri/lock/0"}\n'}),
    good=Example("", files=_CLOSED),
)  # fmt: skip
LOCK_EDITED = Rule(
    "F652", EDITED, Level.ERROR,
    ("締めた月のファイルが、書かれた後に変えられています",
     "the lock of a closed month was changed after it was written"),
    ("`git checkout` などで元に戻し、報告を改めるなら `furikaeri close` の `--reclose 理由` を使ってください",
     "bring it back, e.g. with `git checkout`; to report anew use `--reclose REASON` of `furikaeri close`"),
    reason=(
        "報告した数字を後から書き換えると、訂正が訂正として見えなくなります。合併の失敗で一部が消えることもあります。",
        "Where what was reported is rewritten, no restatement shows as one; a bad merge may lose a part of it.",
    ),
    bad=Example("", files={LOCK_PATH: _CLOSED[LOCK_PATH].replace("09:30", "09:20")}),
    good=Example("", files=_CLOSED),
)  # fmt: skip
CLOSED_CHANGED = Rule(
    "F653", "closed-month-changed", Level.WARNING,
    ("締めた月 {month} の記録が、報告の後に変わっています: {changes_ja}",
     "a record of the closed month {month} has changed since it was reported: {changes_en}"),
    _MAIN,
    ("{month} は {as_of} 時点で締めました", "{month} was closed as of {as_of}"),
    reason=(
        "報告した数字は、読んだ人の判断の土台になっています。黙って変わると、後の比較も約束も当てになりません。"
        "文章だけの直しは数字を変えないので、ここには出ません。",
        "Others have decided by the figures that were reported; where they change in silence, "
        "no later comparison can be trusted. A change of prose alone moves no figure and is not named here.",
    ),
    bad=Example("resolved_at: 2026-10-03T10:30+09:00\n\n## タイムライン\n\n"
                "| 時刻 | イベント | 担当者 |\n|---|---|---|\n| 09:05 | エラー率の警報 | 監視 |", files=_CLOSED),
    good=Example("resolved_at: 2026-10-03T09:30+09:00\n\n## 根本原因\n\n接続プールの上限が低すぎた。", files=_CLOSED),
)  # fmt: skip
CLOSED_ADDED = Rule(
    "F654", "closed-month-added", Level.WARNING,
    ("この記録は、締めた月 {month} の数字に入っていません",
     "this record is not in the figures of the closed month {month}"),
    _MAIN,
    ("{month} は {as_of} 時点で締めました", "{month} was closed as of {as_of}"),
    reason=(
        "締めた月に記録が増えると、報告した件数も時間も変わります。書き遅れた記録は残す価値があり、訂正として見せれば足ります。",
        "A record that joins a closed month changes what was reported of it; "
        "one that was written late is worth having, and is shown as a restatement.",
    ),
    bad=Example("started_at: 2026-10-03T09:00+09:00", files={LOCK_PATH: _locked(_SEALS[0])}),
    good=Example("started_at: 2026-10-03T09:00+09:00", files=_CLOSED),
)  # fmt: skip
CLOSED_LOST = Rule(
    "F655", "closed-month-lost", Level.WARNING,
    ("締めた月 {month} の {id} の記録がなくなっています", "the record {id} of the closed month {month} is gone"),
    _MAIN,
    ("締めたときは {path} にありました", "when the month was closed it was {path}"),
    reason=(
        "記録が消えると、報告した数字を確かめられなくなります。数えないと決めたなら、消さずに理由を添えて除くほうが後に残ります。",
        "Without the record nobody can follow what was reported; "
        "where it should not count, leaving it out with a reason tells more than deleting it.",
    ),
    bad=Example("", files={LOCK_PATH: _locked(_SEALS[2], _SAID, ("INC-2026-015", {"severity": "P2"}))}),
    good=Example("", files=_CLOSED),
)  # fmt: skip

#: The problems of the reader of locks, by the name it gives them.
OF_PROBLEM = {UNREADABLE: LOCK_UNREADABLE, EDITED: LOCK_EDITED}
RULES = (LOCK_UNREADABLE, LOCK_EDITED, CLOSED_CHANGED, CLOSED_ADDED, CLOSED_LOST)
