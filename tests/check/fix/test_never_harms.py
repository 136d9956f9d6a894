"""Whatever a file holds: mending never raises, never touches prose, brings up nothing, and is done after one time."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator.check.check import check
from generator.check.fix.mend import Mend
from generator.check.fix.plan import plan
from generator.model.finding import Level
from generator.read.record import decode
from generator.read.records import read
from tests.check.fix.support import wide
from tests.check.support import AS_OF, PATH, VALID, put
from tests.check.test_never_raises import PIECES, mutated

ROOT = Path(__file__).parents[3]
OTHER = "incidents/2026/INC-2026-003.md"
FIXTURE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
PROMISES = {"response-target-missed", "update-overdue", "report-overdue"}  # judged once the last error is gone

#: The same through midnight, its timeline without the date.
NIGHT = VALID
for _old, _new in (
    *(("T09:25", "T24:25"), ("T09:30", "T24:30"), ("T09:0", "T23:0")), *(("03T24", "04T00"),) * 2,
    *(("| 09:25", "| 00:25"), ("| 09:30", "| 00:30")), *(("| 09:0", "| 23:0"),) * 3,
):  # fmt: skip
    NIGHT = NIGHT.replace(_old, _new)

#: What stands in the record, and how else somebody might write it.
SLIPS = {
    "id: INC-2026-014": ["id: INC-2026-14", "id: inc-2026-014", "id: INC-2026-15"],
    "2026-10-03T09:00+09:00": ["2026/10/03 9:00", "2026-10-03T09:00 JST", wide("2026-10-03") + " 9:00", "03/10/2026"],
    "2026-10-03T09:30+09:00": ["2026年10月3日 9時30分", "2026-10-04T09:30+09:00", "2026/10/04 00:30", "unknown"],
    "2026-10-04T08:00+09:00": ["2026/10/04 8:00 +0900", "2026-10-06T08:00+09:00", "2026-10-03T08:00+09:00"],
    "due: 2026-11-30": ["due: 2026/11/30", "due: 11/30"],
    "status: resolved\n": ["status: resolved  \n", "related: [INC-2026-3]\nstatus: reviewed\n", "#\nstatus: open\n"],
    "severity: P1\n": ["timezone: America/New_York\nseverity: P1\n", "severity: P1\t\n", "\nseverity: P1\n", "x: 1\n"],
    "| 09:05 |": ["| 9時5分 |", "| 2026/10/03 9:05 |", "| 23:50 |", f"| {wide('09:05')} |"],
    "| 09:25 |": ["| 00:25 |", "| 2026-10-04 00:25 |", "| 08:00 |", "| 2026-10-05 |"],
    "| 09:30 |": ["| 00:30 |", "| 9:30 |", "| 2026年10月4日 0時30分 |"],
    "再起動 | SRE |": ["再起動 | SRE |  ", "再起動 | SRE", "2026/10/03 9:00 | 9時5分 |"],
    "再起動した。\n": ["再起動した。  \n2026/10/03 9:00 INC-2026-14\n", "| 9時5分 | x |  \n|---|---|\n"],
    "する。\n": ["する。", "する。  "],
    "\n": ["\r\n", "\r"],
}  # fmt: skip


@st.composite
def slipped(draw: st.DrawFn) -> str:
    """A valid record with some things written in another way, its keys perhaps in another order."""
    front, body = draw(st.sampled_from([VALID, NIGHT])).split("---\n", 2)[1:]
    lines = re.findall(r"(?m)^\w.*\n(?: .*\n)*", front)
    if draw(st.booleans()):
        lines = draw(st.permutations(lines))
    text = f"---\n{''.join(lines)}---\n{body}"
    for old, new in SLIPS.items():
        if draw(st.integers(0, 2)) == 0:
            text = text.replace(old, draw(st.sampled_from(new)))
    return draw(st.sampled_from(["", "\N{BYTE ORDER MARK}"])) + text


def prose(text: str) -> list[str]:
    """Return the lines of the body that are no row of any table."""
    body = re.split(r"(?m)^---[ \t]*$", decode(text.encode("utf-8", "surrogatepass"))[0], maxsplit=2)
    return [line for line in body[-1].split("\n") if "|" not in line]


def cells(text: str) -> list[list[str]]:
    """Return the cells of every row of the body but the first."""
    rows = [line for line in decode(text.encode())[0].split("\n---", 1)[-1].split("\n") if "|" in line]
    return [[cell.strip() for cell in row.strip().strip("|").split("|")][1:] for row in rows]


def wrong(root: Path) -> Counter[str]:
    found = check(read(root), AS_OF, future=AS_OF).findings
    return Counter(f.name for f in found if f.level is not Level.ADVICE and f.name not in PROMISES)


def mends_of(root: Path) -> tuple[Mend, ...]:
    records = read(root)
    return plan(records, check(records, AS_OF).policy, as_of=AS_OF)


def hold(data: bytes, root: Path) -> tuple[Mend, ...]:
    put(root, {PATH: data, OTHER: VALID.replace("INC-2026-014", "INC-2026-003")})
    before = wrong(root)
    mends = mends_of(root)
    for mend in mends:
        assert mend.old.encode("utf-8") == (root / mend.path).read_bytes()
        assert mend.changes == bool(mend.what)
        assert mend.new.count("\r") - mend.old.count("\r") in (0, 1) and mend.new[:1] == mend.old[:1]
        old, new = prose(mend.old), prose(mend.new)
        assert new in (old, [*old, ""])
    put(root, {mend.path: mend.new for mend in mends})
    assert sum(wrong(root).values()) <= sum(before.values())
    assert not any(mend.changes for mend in mends_of(root))
    return mends


@settings(max_examples=150, deadline=None, suppress_health_check=FIXTURE)
@given(text=slipped())
def test_slips(text: str, tmp_path: Path) -> None:
    for mend in hold(text.encode(), tmp_path):
        assert cells(mend.old) == cells(mend.new)


@settings(max_examples=100, deadline=None, suppress_health_check=FIXTURE)
@given(text=mutated())
@example(text=VALID.replace("title:", "a: |  \n  b  \ntitle:").replace("| 09:05 |", "||"))
@example(text=VALID.replace("severity: P1\nstatus: resolved", "status: 'resolved'\nseverity: P1 \x85"))
def test_mutations(text: str, tmp_path: Path) -> None:
    hold(text.encode("utf-8", "surrogatepass"), tmp_path)


@settings(max_examples=60, deadline=None, suppress_health_check=FIXTURE)
@given(front=st.lists(PIECES, max_size=30), body=st.lists(PIECES, max_size=30))
def test_any_front_matter_and_body(front: list[str], body: list[str], tmp_path: Path) -> None:
    hold(f"---\n{''.join(front)}\n---\n{''.join(body)}".encode(), tmp_path)


@settings(max_examples=40, deadline=None, suppress_health_check=FIXTURE)
@given(data=st.binary(max_size=200))
def test_any_bytes(data: bytes, tmp_path: Path) -> None:
    hold(data, tmp_path)


def test_the_slips_are_mended_at_all(tmp_path: Path) -> None:
    text = VALID
    for old in ("id: INC-2026-014", "2026-10-03T09:00+09:00", "due: 2026-11-30", "| 09:05 |"):
        text = text.replace(old, SLIPS[old][0])
    mends = hold(text.encode(), tmp_path)
    assert [mend.new for mend in mends] == [
        VALID.replace("2026-10-03T09:00+09:00", "2026-10-03 09:00")  # its zone is the policy's
    ]


def test_the_night_gets_its_date(tmp_path: Path) -> None:
    text = NIGHT.replace("id: INC-2026-014", "id: INC-2026-14")
    wanted = NIGHT.replace("| 00:25 |", "| 2026-10-04 00:25 |")
    assert [mend.new for mend in hold(text.encode(), tmp_path)] == [wanted]


def test_the_casebook_keeps_every_value() -> None:
    records = read(ROOT)
    policy = check(records, AS_OF).policy
    for mend in plan(records, policy):
        assert mend.left == () and {pair[1].rpartition(" ")[0] for pair in mend.what} <= {
            "order of keys", "trailing spaces and line ends"
        }  # fmt: skip
        assert sorted(mend.old.splitlines()) == sorted(mend.new.splitlines())
