"""Odd files of every kind: each gives its finding at its line, and hides no other file's."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.make_corpus import records
from generator.check.check import check
from generator.check.fix.plan import plan
from generator.exchange.reports import FORMATS, renderer
from generator.model.finding import Level
from generator.read.records import read
from tests.check.laws import hold
from tests.check.support import AS_OF, PATH, VALID, edited, put

POLICY = "incidents/policy.yml"
SECOND = "incidents/2026/INC-2026-015.md"
SLIP = edited(("INC-2026-014", "INC-2026-015"), ("mks-backend", "nginx"), ("severity: P1", "severity: P9"))
Found = list[tuple[str, int]]

ROWS = VALID[VALID.index("| 時刻") : VALID.index("\n\n## 影響範囲")]
FRONT, BODY = VALID[4:].split("\n---\n", 1)
ACTION = "  - {id: A1, title: 監視, kind: detect, owner: SRE, due: 2026-11-30, status: open}\n"


def sized(size: int) -> str:
    """Return the record with so many bytes of front matter, counted between the lines of dashes."""
    text = edited(("detection:", "# \ndetection:"))
    there = len(text[4 : text.index("\n---\n")].encode()) + 2  # with the line ends around it
    return text.replace("# \n", "#" + "x" * (size - there + 1) + "\n")


def actions(number: int, without: str = "") -> str:
    every = "".join(f"  - {{id: A{n}, title: x, kind: detect{without}, owner: SRE, due: 2027-01-01, status: open}}\n"
                    for n in range(number))  # fmt: skip
    return edited((ACTION, every))


BOMB = "".join(
    f"{chr(97 + n)}: &{chr(97 + n)} [{', '.join(['*' + chr(96 + n)] * 9) if n else 'lol'}]\n" for n in range(9)
)
BOMBED = [("unknown-key", 13), *((name, 13 + n) for n in range(1, 9) for name in ["unknown-key"] + ["yaml-alias"] * 9)]
TEXTS: dict[str, tuple[str | bytes, Found]] = {
    # -- characters and encodings
    "a byte order mark": (b"\xef\xbb\xbf" + VALID.encode(), []),
    "a byte order mark in the middle of the body": (
        edited(("予約の作成", "予約の\ufeff作成")),
        [("hidden-character", 38)],
    ),
    "a byte order mark in a key": (
        edited(("detection:", "\ufeffdetection:")),
        [("hidden-character", 13), ("yaml-syntax", 13)],
    ),
    "a byte order mark before the second line": (
        "---\n\ufeff" + VALID[4:],
        [("hidden-character", 2), ("yaml-syntax", 3)],
    ),
    "UTF-16 with a mark": (VALID.encode("utf-16"), [("not-utf8", 1)]),
    "UTF-16 as Notepad saves it": (b"\xff\xfe" + VALID.replace("\n", "\r\n").encode("utf-16-le"), [("not-utf8", 1)]),
    "UTF-16, large end first": (b"\xfe\xff" + VALID.encode("utf-16-be"), [("not-utf8", 1)]),
    "UTF-16 without a mark": (VALID.encode("utf-16-le"), [("not-utf8", 1)]),
    "UTF-16 without a mark, large end first": (VALID.encode("utf-16-be"), [("not-utf8", 1)]),
    "UTF-32": (VALID.encode("utf-32"), [("not-utf8", 1)]),
    "UTF-32 without a mark": (VALID.encode("utf-32-be"), [("not-utf8", 1)]),
    "Shift_JIS": (VALID.encode("cp932"), [("not-utf8", 3)]),
    "EUC-JP": (VALID.encode("euc_jp"), [("not-utf8", 3)]),
    "ISO-2022-JP": (VALID.encode("iso2022_jp"), [("not-utf8", 3)]),
    "one word of Shift_JIS": (VALID.encode().replace("予約の".encode(), "予約の".encode("cp932")), [("not-utf8", 38)]),
    "the same with a mark and CR": (
        (b"\xef\xbb\xbf" + VALID.encode().replace("予約の".encode(), "予約の".encode("cp932"))).replace(b"\n", b"\r"),
        [("not-utf8", 38)],
    ),
    "half a character": (VALID.encode().replace("予約の".encode(), b"\xed\xa0\x80"), [("not-utf8", 38)]),
    "cut within a character": (VALID.encode()[:-3], [("not-utf8", 50)]),
    "NUL in front matter": (edited(("detection: ", "detection: \0")), [("yaml-syntax", 13), ("hidden-character", 13)]),
    "NUL in the body": (edited(("予約の作成", "予約の\0作成")), [("hidden-character", 38)]),
    "an escape in front matter": (
        edited(("detection: ", "detection: \x1b[31m")),
        [("yaml-syntax", 13), ("hidden-character", 13)],
    ),
    "U+2028 and U+0085 in the body": (edited(("予約の作成", "予\u2028約\x85の作成")), [("hidden-character", 38)]),
    "U+2028 and U+0085 in a value": (
        edited(("全リクエスト失敗", "全\u2028\x85失敗"), ("P1\n", "P8\n")),
        [("hidden-character", 3), ("unknown-value", 4)],
    ),
    "a form feed and a vertical tab": (edited(("予約の作成", "予約の\f\v作成")), [("hidden-character", 38)]),
    "an override of direction in an id": (
        edited(("INC-2026-014\n", "INC-2026\u202e-014\n")),
        [("id-format", 2), ("hidden-character", 2)],
    ),
    "a zero-width space in an id": (
        edited(("INC-2026-014\n", "INC-2026-\u200b014\n")),
        [("id-format", 2), ("hidden-character", 2)],
    ),
    "full-width digits in an id": (edited(("INC-2026-014\n", "INC-2026-\uff10\uff11\uff14\n")), [("id-format", 2)]),
    # -- lines
    "CRLF": (VALID.replace("\n", "\r\n"), []),
    "lone CR": (VALID.replace("\n", "\r"), []),
    "CR before LF and one more": (VALID.replace("\n", "\r\r\n"), []),
    "mixed line ends": (
        edited(("\nseverity: P1\n", "\r\nseverity: P9\r"), ("\n\n## 概要", "\r\r\n## 概要")),
        [("unknown-value", 4)],
    ),
    "a very long line": (edited(("予約の作成", "あ" * 200_000)), []),
    "10,000 bars in a row": (edited(("| 09:07", "|" * 10_000 + "\n| 09:07")), [("timeline-unreadable", 32)]),
    "10,000 bars in place of the table": (edited((ROWS, "|" * 10_000)), []),
    # -- sizes
    "nothing": ("", [("front-matter-missing", 1)]),
    "only blanks": (" \n\t\n", [("front-matter-missing", 1)]),
    "only dashes": ("---", [("front-matter-unclosed", 1)]),
    "only dashes and a line end": ("---\n", [("front-matter-unclosed", 1)]),
    "only dashes twice": ("---\n---\n", [("front-matter-missing", 1)]),
    "10 MB": (VALID.encode() + b"x" * 10_000_000, [("file-too-large", 1)]),
    "64 KB of front matter": (sized(65_536), []),
    "64 KB of front matter and a byte": (sized(65_537), [("file-too-large", 1)]),
    "5,000 actions": (actions(5000), [("file-too-large", 1)]),
    "600 actions": (actions(600), []),
    # -- YAML
    "an alias": (edited(("services: [", "services: &s ["), ("team: SRE", "team: *s")), [("yaml-alias", 15)]),
    "a bomb of aliases": (edited(("detection:", BOMB + "detection:")), BOMBED),
    "a merge key": (edited(("response: {", "response: {<<: *x, ")), [("unknown-key", 15), ("yaml-alias", 15)]),
    "a key twice": (edited(("detection:", "status: open\ndetection:")), [("duplicate-key", 13)]),
    "a tab as indentation": (edited((ACTION, "\t- {id: A1}\n")), [("yaml-syntax", 18)]),
    "a tab in a value": (edited(("全リクエスト失敗", "全\t失敗")), []),
    "a tab behind a key": (edited(("severity: P1", "severity:\tP1\t")), []),
    "deep nesting": (edited(("[mks-backend]", "[" * 1_000 + "]" * 1_000)), [("yaml-syntax", 6)]),
    "blocks in blocks": (
        edited(("detection:", "x:\n" + "".join(" " * n + "x:\n" for n in range(1, 100)) + "detection:")),
        [("yaml-syntax", 37)],
    ),
    "two documents": (edited(("severity:", "--- {a: b}\nseverity:")), [("yaml-syntax", 4)]),
    "a key that is a map": (edited(("detection:", "? {a: b}\n: c\ndetection:")), [("unknown-key", 13)]),
    "a number of 5,000 digits": (
        edited(("INC-2026-014\n", "INC-2026-" + "9" * 5_000 + "\n")),
        [("id-file-mismatch", 2)],
    ),
    "a share of 5,000 digits": (edited(("35%", "9" * 5_000 + "%")), [("wrong-type", 14)]),
    "the year 1": (edited(("started_at: 2026", "started_at: 0001")), [("bad-time", 7)]),
    "the year 9999": (
        edited(("resolved_at: 2026-10-03T09:30+09:00", "resolved_at: 9999-12-31T23:59-12:00")),
        [("bad-time", 11)],
    ),
    "the year 1 in the timeline": (edited(("| 09:07", "| 0001-01-01 00:00")), [("timeline-unreadable", 32)]),
    # -- Markdown
    "no end to a fence before the timeline": (
        edited(("予約に失敗した。", "```\n予約に失敗した。")),
        [*[("missing-section", 5)] * 5, ("unclosed-block", 24)],
    ),
    "the timeline's table in a fence": (edited((ROWS, f"```\n{ROWS.replace('09:05', '99:99')}\n```")), []),
    "a table in a fence before the timeline's": (
        edited((ROWS, f"~~~\n{ROWS.replace('09:05', '99:99')}\n~~~\n\n{ROWS.replace('09:07', 'x')}")),
        [("timeline-unreadable", 42)],
    ),
    "a table in a comment": (edited((ROWS, f"<!--\n{ROWS.replace('09:05', '99:99')}\n-->")), [("empty-section", 26)]),
    "no end to a comment": (
        edited(("予約に失敗した。", "<!-- 予約に失敗した。")),
        [("empty-section", 22), ("unclosed-block", 24)],
    ),
    "a heading in a fence": (edited(("予約の作成。", "````\n## 概要\n```\n## 概要\n````")), []),
}


@pytest.mark.parametrize("name", TEXTS)
def test_an_odd_text(name: str, tmp_path: Path) -> None:
    text, found = TEXTS[name]
    put(tmp_path, {PATH: text, SECOND: SLIP})
    result = hold(tmp_path)
    said = [(finding.path, finding.name, finding.position.line) for finding in result.findings]
    assert said == [*((PATH, *one) for one in found), (SECOND, "unknown-value", 4)]


def symlink(path: str, target: str) -> Callable[[Path], None]:
    return lambda root: (root / path).symlink_to(root / target)


def unreadable(root: Path) -> None:
    put(root, {PATH: VALID})
    (root / PATH).chmod(0)


ODD = "incidents/2026/INC-2026-099.md"
NAMES = os.fsencode("incidents/2026/INC-2026-014-") + b"\xff\xfe.md"
PLACES: dict[str, tuple[Callable[[Path], object], list[tuple[str, str, int]]]] = {
    "a link to a file outside": (symlink(ODD, "outside.md"), [(ODD, "symlink-escape", 1)]),
    "a link to a folder outside": (symlink("incidents/more", "outside"), [("incidents/more", "symlink-escape", 1)]),
    "a link to itself": (symlink(ODD, ODD), [(ODD, "unreadable-file", 1)]),
    "a link to nothing": (symlink(ODD, "incidents/nothing.md"), [(ODD, "not-a-file", 1)]),
    "a link to a folder above": (symlink("incidents/2026/up", "incidents"), []),
    "a folder": (lambda root: (root / ODD).mkdir(), [(ODD, "not-a-file", 1)]),
    "a pipe": (lambda root: os.mkfifo(root / ODD), [(ODD, "not-a-file", 1)]),
    "a file that nobody may open": (unreadable, [(PATH, "unreadable-file", 1)]),
    "a name that is no UTF-8": (
        lambda root: Path(os.fsdecode(os.fsencode(root) + b"/" + NAMES)).write_text(VALID, encoding="utf-8"),
        [],
    ),
    "hidden characters in a name": (
        lambda root: put(root, {"incidents/2026/INC-2026-014\u202e-x\u200b.md": VALID}),
        [("incidents/2026/INC-2026-014\u202e-x\u200b.md", "id-file-mismatch", 2)],
    ),
    "a policy that is a pipe": (lambda root: os.mkfifo(root / POLICY), [(POLICY, "not-a-file", 1)]),
    "a policy that leads out": (symlink(POLICY, "outside.md"), [(POLICY, "symlink-escape", 1)]),
    "a policy that leads nowhere": (symlink(POLICY, "incidents/x.yml"), [(POLICY, "not-a-file", 1)]),
    "a policy in UTF-16": (
        lambda root: put(root, {POLICY: "locale: en\n".encode("utf-16")}),
        [(POLICY, "not-utf8", 1)],
    ),
    "a policy of 10 MB": (lambda root: put(root, {POLICY: b"#" * 10_000_000}), [(POLICY, "file-too-large", 1)]),
}


@pytest.mark.parametrize("name", PLACES)
def test_an_odd_place(name: str, tmp_path: Path) -> None:
    make, found = PLACES[name]
    put(tmp_path, {SECOND: SLIP, "outside.md": VALID, "outside/x.md": VALID})
    make(tmp_path)
    if name == "a file that nobody may open" and os.access(tmp_path / PATH, os.R_OK):
        pytest.skip("an administrator may open every file")
    records = read(tmp_path)
    result = check(records, AS_OF, future=AS_OF)
    said = [(finding.path, finding.name, finding.position.line) for finding in result.findings]
    assert said == sorted([*found, (SECOND, "unknown-value", 4)])
    assert all(renderer(form)(result, records, language="en", prefix="", strict=False) for form in FORMATS)
    assert all(mend.left or mend.changes for mend in plan(records, result.policy, as_of=AS_OF))


def test_5000_actions_are_all_looked_at(tmp_path: Path) -> None:
    put(tmp_path, {PATH: edited((ACTION, "- {id: A}\n" * 5_000)), SECOND: SLIP})
    result = check(read(tmp_path), AS_OF, future=AS_OF)
    lines = [finding.position.line for finding in result.findings if finding.path == PATH]
    assert set(lines) == set(range(18, 5_018)) and result.findings[-1].path == SECOND


#: Ways to break a made record: what is written for what, the finding, and a piece of the line it stands on.
BREAKS: list[tuple[str, str, str, str]] = [
    ("\nseverity: ", "\nseverity: X", "unknown-value", "severity: "),
    ("\nstatus: ", "\nstatus: x", "unknown-value", "status: "),
    ("\ndetection: ", "\ndetektion: ", "unknown-key", "detektion: "),
    ("\ndetected_at: 20", "\ndetected_at: 20x", "bad-time", "detected_at: "),
    ("users_affected: 0", "users_affected: 7", "wrong-type", "impact: "),
    ("\nservices: [", "\nservices: [[", "yaml-syntax", "started_at: "),
    ("\ncause: {", "\ncause: &x !x {", "yaml-tag", "cause: "),
    ("\ncommunication: {", "\nservices: []\ncommunication: {", "duplicate-key", "services: []"),
    ("## 予防対策", "## 対応内容\n\nx\n\n## 予防対策", "duplicate-section", "## 対応内容"),
    ("| 検知 |", "| 険知 |", "unknown-value", "| 険知 |"),
]


def test_a_hundred_broken_records_among_a_thousand(tmp_path: Path) -> None:
    texts = {f"incidents/{path}": text for path, text in records(1_000)}
    put(tmp_path, texts)
    before = check(read(tmp_path), AS_OF, future=AS_OF)
    assert not before.unusable and len(before.incidents) == 1_000
    broken, expected = {}, []
    for number, path in enumerate(list(texts)[5::10]):
        old, new, name, piece = BREAKS[number % 10]
        broken[path] = edited((old, new), text=texts[path])
        expected.append((path, name, line_of(piece, broken[path])))
    put(tmp_path, broken)
    after = check(read(tmp_path), AS_OF, future=AS_OF)
    assert len(broken) == len(after.unusable) == 100 and len(after.incidents) == 900
    errors = [(f.path, f.name, f.position.line) for f in after.findings if f.level is Level.ERROR]
    assert len(set(expected)) == 100 and set(expected) <= set(errors)
    assert [one for one in errors if one not in expected] == []
    others = [[f for f in found if f.path not in broken] for found in (before.findings, after.findings)]
    assert others[0] == others[1]


def line_of(piece: str, text: str) -> int:
    """Return the last line that begins with a piece, or has that cell."""
    lines = reversed([*enumerate(text.split("\n"), 1)])
    return next(number for number, line in lines if line.startswith(piece) or (piece[0] == "|" and piece in line))
