"""F3xx (second half): records that look alike, and references that cannot be meant."""

from __future__ import annotations

from generator.check.rule import Example, Rule
from generator.model.finding import Level

_EARLIER = "incidents/2026/INC-2026-013.md"
_LATER = "incidents/2026/INC-2026-015.md"
_DAY = """\
started_at: 2026-{day}T09:00+09:00
detected_at: 2026-{day}T09:05+09:00
acknowledged_at: 2026-{day}T09:07+09:00
mitigated_at: 2026-{day}T09:25+09:00
resolved_at: 2026-{day}T09:30+09:00
report_at: 2026-{day}T18:00+09:00
"""
_LONG_AGO = f"id: INC-2026-013\n{_DAY.format(day='07-01')}"
_BEFORE = f"id: INC-2026-013\n{_DAY.format(day='09-28')}"
_AFTER = f"id: INC-2026-015\n{_DAY.format(day='10-20')}"
_FILE = (
    "---\nid: {id}\ntitle: 一覧の遅延\nseverity: P3\nstatus: open\nservices: [reports]\n"
    "started_at: 2026-10-31T22:00+09:00\n---\n"
)

SELF_REFERENCE = Rule(
    "F307", "self-reference", Level.WARNING,
    ("`{key}` に自分自身の id({id})があります", "`{key}` names the record itself ({id})"),
    ("別の記録の id に直すか、消してください", "write the other record's id, or remove it"),
    reason=(
        "自分を指す参照は、指すべきだった別の記録へのつながりを失わせます。",
        "A reference to the record itself hides the one that was meant.",
    ),
    bad=Example("related: [INC-2026-014]"),
    good=Example("related: [INC-2026-013]", others={_EARLIER: _LONG_AGO}),
)  # fmt: skip
BEFORE_ORIGINAL = Rule(
    "F308", "recurrence-before-original", Level.WARNING,
    ("再発元の {id} は、この障害より後に始まっています", "{id}, which this is a recurrence of, began later"),
    ("二つの id を入れ替えるか、時刻を直してください", "swap the two ids, or correct the times"),
    reason=(
        "再発は元の障害の後に起こるものです。向きが逆だと、再発率がどちらの対策を問うているのか分からなくなります。",
        "A recurrence follows its original; the wrong way round, "
        "nobody can tell whose prevention the recurrence rate questions.",
    ),
    bad=Example("recurrence_of: INC-2026-015", others={_LATER: _AFTER}),
    good=Example("recurrence_of: INC-2026-013", others={_EARLIER: _LONG_AGO}),
)  # fmt: skip
BOTH_WAYS = Rule(
    "F309", "related-and-not-related", Level.WARNING,
    ("{id} を {key} に挙げながら、not_related にも挙げています({where})",
     "{id} is named in {key} and in not_related as well ({where})"),
    ("どちらかを消してください", "remove one of them"),
    reason=(
        "同じ障害かどうかの判断が二通り残り、再発の数え方が読む人によって変わります。",
        "Two verdicts on the same question are kept, and recurrences are counted by whichever one reads first.",
    ),
    bad=Example("related: [INC-2026-013]\nnot_related: [INC-2026-013]", others={_EARLIER: _LONG_AGO}),
    good=Example("not_related: [INC-2026-013]", others={_EARLIER: _LONG_AGO}),
)  # fmt: skip
NEAR_ID = Rule(
    "F310", "near-duplicate-id", Level.WARNING,
    ("id {id} は {other} と桁数だけが違います({path})", "id {id} differs from {other} only in its zeros ({path})"),
    ("同じ障害なら一つにまとめ、別の障害なら次の番号を付けてください",
     "if they are one incident make one record of them, else give this one the next free number"),
    reason=(
        "014 と 0014 は人には同じ番号です。会話や検索で、二つの障害が取り違えられます。",
        "To people 014 and 0014 are one number; the two incidents will be mistaken for each other.",
    ),
    bad=Example("id: INC-2026-014", files={"incidents/2026/INC-2026-0014.md": _FILE.format(id="INC-2026-0014")}),
    good=Example("id: INC-2026-014", others={_EARLIER: _LONG_AGO}),
)  # fmt: skip
NEAR_RECORD = Rule(
    "F311", "near-duplicate-record", Level.ADVICE,
    ("{other} も同じサービスで同じ時刻に始まっています", "{other} began at the same time in the same services"),
    ("同じ障害なら一つにまとめ、別の障害なら related に書いてください",
     "if they are one incident make one record of them, else name it in related"),
    reason=(
        "一つの障害が二度書かれると、件数も平均も倍の重みで数えられます。",
        "An incident written down twice counts twice in every figure.",
    ),
    bad=Example("services: [mks-backend]", others={_LATER: "id: INC-2026-015\nservices: [mks-backend]"}),
    good=Example("related: [INC-2026-015]", others={_LATER: "id: INC-2026-015"}),
)  # fmt: skip
WRONG_FOLDER = Rule(
    "F312", "wrong-year-folder", Level.WARNING,
    ("{year} 年の記録が {folder} のフォルダーにあります", "a record of {year} stands in the folder {folder}"),
    ("incidents/{year}/ に移すか、id の年を直してください",
     "move it to incidents/{year}/, or correct the year of its id"),
    reason=(
        "年のフォルダーで探す人に見つからず、次の番号を決めるときに同じ番号が使われます。",
        "Who looks in the folder of the year does not find it, and the next record takes its number.",
    ),
    bad=Example("", files={"incidents/2025/INC-2026-016.md": _FILE.format(id="INC-2026-016")}),
    good=Example("id: INC-2026-014"),
)  # fmt: skip
PROBABLE_RECURRENCE = Rule(
    "F313", "probable-recurrence", Level.ADVICE,
    ("{other} の再発かもしれません: {why_ja}", "may be a recurrence of {other}: {why_en}"),
    ("再発なら recurrence_of: {other} を、違うなら not_related: [{other}] を書いてください",
     "if so write recurrence_of: {other}, else not_related: [{other}]"),
    reason=(
        "再発は、前の対策が足りなかったことを示す最も確かな知らせです。気づかないまま別の障害として数えると、その知らせが失われます。",
        "A recurrence is the surest sign that prevention fell short; counted as something new, the sign is lost.",
    ),
    bad=Example("cause: {category: capacity, fingerprint: db-pool}",
                others={_EARLIER: f"{_BEFORE}cause: {{category: capacity, fingerprint: db-pool}}"}),
    good=Example("recurrence_of: INC-2026-013\ncause: {category: capacity, fingerprint: db-pool}",
                 others={_EARLIER: f"{_BEFORE}cause: {{category: capacity, fingerprint: db-pool}}"}),
)  # fmt: skip

RULES = (SELF_REFERENCE, BEFORE_ORIGINAL, BOTH_WAYS, NEAR_ID, NEAR_RECORD, WRONG_FOLDER, PROBABLE_RECURRENCE)
