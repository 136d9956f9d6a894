"""The order of keys: the schema's, and nothing is lost on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.check.schema import RECORD
from tests.check.fix.support import mended, planned
from tests.check.support import PATH, VALID, edited

FRONT = VALID.split("---\n")[1]
BODY = VALID.split("---\n", 2)[2]


def front(text: str) -> str:
    return text.split("---\n")[1]


def with_front(text: str) -> str:
    return f"---\n{text}---\n{BODY}"


def test_a_key_moves_with_its_comments_and_its_block(tmp_path: Path) -> None:
    text = with_front(
        "# the title, as it was announced\n"
        'title: "x"   # short\n'
        "actions:\n"
        "  - {id: A1, title: 監視, kind: detect, owner: SRE, due: 2026-11-30, status: open}\n"
        "  # - {id: A2}\n"
        "\n"
        "# first\n"
        "# second\n"
        "id: INC-2026-014\n"
        "severity: P1\n"
        "impact: {users_affected: 35%,\n"
        "  business: high, data_loss: false\n"
        "}\n"
        "detected_at: 2026-10-03T09:05+09:00\n"
        "status: open\n"
        "# the end\n"
    )
    wanted = (
        "\n"
        "# first\n"
        "# second\n"
        "id: INC-2026-014\n"
        "# the title, as it was announced\n"
        'title: "x"   # short\n'
        "severity: P1\n"
        "status: open\n"
        "detected_at: 2026-10-03T09:05+09:00\n"
        "impact: {users_affected: 35%,\n"
        "  business: high, data_loss: false\n"
        "}\n"
        "actions:\n"
        "  - {id: A1, title: 監視, kind: detect, owner: SRE, due: 2026-11-30, status: open}\n"
        "  # - {id: A2}\n"
        "# the end\n"
    )
    text = (
        text.replace("| 09:07 | 対応開始 |", "| 09:07 | その他 |")
        .replace("| 緩和 |", "| その他 |")
        .replace("| 復旧 |", "| その他 |")
    )
    assert front(mended(tmp_path, text)) == wanted


def test_an_unknown_key_stays_behind_the_key_it_stands_behind(tmp_path: Path) -> None:
    text = edited(
        ("id: INC", "mine: 1\nid: INC"),
        (
            "status: resolved\nservices: [mks-backend]\n",
            'services: [mks-backend]\nours: {a: 1}\n"more": 2\nstatus: resolved\n',
        ),
    )
    wanted = edited(
        ("id: INC", "mine: 1\nid: INC"),
        ("services: [mks-backend]\n", 'services: [mks-backend]\nours: {a: 1}\n"more": 2\n'),
    )
    assert mended(tmp_path, text) == wanted


@pytest.mark.parametrize(
    "odd",
    [
        "id: INC-2026-014\n",  # twice
        "? mine\n: 1\n",
        "mine: &here 1\nours: *here\n",
        "mine: !own 1\n",
        "mine: |+\n  text\n\n",  # the blank line counts, and would move
        "...\n",
    ],
)
def test_an_odd_structure_is_left(odd: str, tmp_path: Path) -> None:
    text = edited(
        ("title:", f"{odd}title:"),
        ("status: resolved\nservices: [mks-backend]\n", "services: [mks-backend]\nstatus: resolved\n"),
    )
    if "|+" in odd:
        text = text.replace("mine: |+\n  text\n\n", "").replace("services:", f"{odd}services:")
    assert mended(tmp_path, text) == text


def test_one_map_in_braces_is_left(tmp_path: Path) -> None:
    text = with_front("{title: x, id: INC-2026-014,\nstatus: open, severity: P1}\n")
    assert mended(tmp_path, text) == text


def test_a_review_has_an_order_of_its_own(tmp_path: Path) -> None:
    path = "incidents/reviews/2026-10.md"
    after = planned(tmp_path, {PATH: VALID, path: "---\ndecisions: []\nmonth: 2026-10\n---\nx\n"})[path].new
    assert after == "---\nmonth: 2026-10\ndecisions: []\n---\nx\n"


def test_the_schemas_keys_are_all_known() -> None:
    assert [key.key for key in RECORD[:3]] == ["id", "title", "kind"]


BLOCKS = [
    *(line for line in FRONT.replace("actions:\n  -", "actions:@  -").splitlines() if not line.startswith("response:")),
    "# about the response@response:@  team: SRE  # ours@  recovery: service_restart",
    "# two@# lines@visibility: internal",
    "exclude_from_kpi: |@  because@  # no comment",
    "sources:@- https://example.org/a@- https://example.org/b",
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(len(BLOCKS))))
def test_whatever_the_order_was(order: list[int], tmp_path: Path) -> None:
    def text(places: list[int]) -> str:
        return with_front("".join(BLOCKS[place].replace("@", "\n") + "\n" for place in places))

    names = [field.key for field in RECORD]
    keys = [next(part.partition(":")[0] for part in block.split("@") if part[0] != "#") for block in BLOCKS]
    wanted = sorted(order, key=lambda place: names.index(keys[place]))
    assert mended(tmp_path, text(list(order))) == text(wanted)
