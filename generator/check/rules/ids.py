"""F3xx: ids, and references from one record to another."""

from __future__ import annotations

from generator.check.rule import Rule
from generator.model.finding import Level

ID_FORMAT = Rule(
    "F301", "id-format", Level.ERROR,
    ("`{key}` の「{value}」は ID の形ではありません", "`{key}`: `{value}` is not an id"),
    ("INC-<年>-<3 桁以上の番号> と書いてください 例: INC-2026-014",
     "write INC-<year>-<3 or more digits>, e.g. INC-2026-014"),
    ("使えない文字: {odd}", "characters that do not belong there: {odd}"),
)  # fmt: skip
ID_FILE = Rule(
    "F302", "id-file-mismatch", Level.ERROR,
    ("ファイル名が id({id})で始まっていません", "the file's name does not start with its id ({id})"),
    ("ファイル名を {id}.md か {id}-<短い名前>.md にしてください", "name the file {id}.md or {id}-<short-name>.md"),
)  # fmt: skip
ID_YEAR = Rule(
    "F303", "id-year-mismatch", Level.ERROR,
    ("id の年({year})が障害の年({actual})と違います", "the id's year ({year}) is not the incident's ({actual})"),
    ("id とファイル名の年か、時刻を直してください", "correct the year in id and file name, or the time"),
    judgement=True,
)  # fmt: skip
DUPLICATE_ID = Rule(
    "F304", "duplicate-id", Level.ERROR,
    ("id {id} は {other} と重なっています", "id {id} is also used by {other}"),
    ("一方に次の番号を付け、ファイル名も変えてください", "give one of them the next free number, in its file name too"),
)  # fmt: skip
DANGLING = Rule(
    "F305", "dangling-reference", Level.ERROR,
    ("`{key}` の {id} という記録はありません", "`{key}`: there is no record {id}"),
    ("{hint_ja}", "{hint_en}"),
)  # fmt: skip
CYCLE = Rule(
    "F306", "recurrence-cycle", Level.ERROR,
    ("`recurrence_of` が輪になっています: {chain}", "`recurrence_of` goes round in a circle: {chain}"),
    ("最初の障害の recurrence_of を消してください", "remove recurrence_of from the first of them"),
)  # fmt: skip

RULES = (ID_FORMAT, ID_FILE, ID_YEAR, DUPLICATE_ID, DANGLING, CYCLE)
