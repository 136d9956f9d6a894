"""Names, blame and leftovers of a template: found where they are meant, and only there."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.check.prose.names import is_person
from tests.check.support import VALID, checked, edited, names, places

NAMED = (
    "佐藤さんが再起動した。",
    "対応は山田太郎氏。",
    "高橋様から連絡があった。",
    "スミスさんに聞いた。",
    "Asked Mr. Smith.",
    "Ms. Tanaka saw it.",
)
NOT_NAMED = (
    *(
        "お客様に知らせた。",
        "皆さんに知らせた。",
        "利用者様へ",
        "同様の障害",
        "仕様の変更",
        "設計仕様を直した。",
        "様々な要因",
        "多様な構成",
    ),
    *(
        "摂氏 40 度",
        "氏名の項目",
        "担当者さん",
        "業者さん",
        "たくさん",
        "ユーザーさんの声",
        "各位",
        "MS Teams",
        "`佐藤さん`",
        "神様",
    ),
    *("関係者様", "Mrs", "Dr. check", "https://example.org/佐藤さん"),
)
BLAMES = (
    *(
        "担当者のせいで遅れた。",
        "作業者の不注意。",
        "確認を怠った。",
        "ミスを犯した。",
        "初歩的なミスだった。",
        "注意不足が原因。",
    ),
    *("A careless change.", "They should have known better.", "The root cause was human error.", "It was negligent."),
)
NO_BLAME = (
    *(
        "遅延のせいで再試行が増えた。",
        "気のせいではない。",
        "「不注意」という言葉を避ける。",
        "怠けないキュー",
        "carelessly_named_table",
    ),
    *("`human error`", "The known issue", 'He said "human error".', "> human error", "ミスマッチ"),
)
LEFT = (
    *(
        "[障害の簡単な説明]",
        "- **機能影響**: [影響機能]",
        "- **ビジネス影響**: [高/中/低]",
        "1. [対応1]",
        "- [ ] [学習事項1]",
    ),
    *(
        "TODO",
        "- TODO: 書く",
        "TBD",
        "(後で書く)",
        "要記入",
        "…",
        "- ...",
        "**原因**: TBD",
        "FIXME ここ",
        "1. XXX",
        "未記入。",
    ),
)
NOT_LEFT = (
    *(
        "TODO アプリが止まった".replace(" ", ""),
        "`TODO`",
        "```\nTODO\n```",
        "待ったが…戻らなかった。",
        "タスク TODO-12 を参照",
        "xxx.example.org",
    ),
    *(
        "[対応1](https://example.org/)",
        "<!-- TODO -->再起動した。",
        "XXXL サイズ",
        "あとで書く予定だった日誌",
        "...and then it stopped",
    ),
)


def found(text: str, root: Path) -> list[str]:
    return names(checked(root, edited(("再起動した。", f"{text}"))))


@pytest.mark.parametrize("text", NAMED)
def test_a_name_with_its_title(text: str, tmp_path: Path) -> None:
    assert found(text, tmp_path) == ["person-named"]


@pytest.mark.parametrize("text", NOT_NAMED)
def test_no_name(text: str, tmp_path: Path) -> None:
    assert found(text, tmp_path) == []


@pytest.mark.parametrize("text", BLAMES)
def test_blame(text: str, tmp_path: Path) -> None:
    assert found(text, tmp_path) == ["blame-worded"]


@pytest.mark.parametrize("text", NO_BLAME)
def test_no_blame(text: str, tmp_path: Path) -> None:
    assert found(text, tmp_path) == []


@pytest.mark.parametrize("text", LEFT)
def test_left_over_from_a_template(text: str, tmp_path: Path) -> None:
    assert found(text, tmp_path) == ["template-text"]


@pytest.mark.parametrize("text", NOT_LEFT)
def test_not_left_over(text: str, tmp_path: Path) -> None:
    assert found(text, tmp_path) == []


@pytest.mark.parametrize(
    "owner",
    ["佐藤", "山田太郎", "山田 太郎", "鈴木さん", "佐々木", "Taro Yamada", "John Smith", '"@hanako"'],
)
def test_an_owner_who_is_a_person(owner: str, tmp_path: Path) -> None:
    result = checked(tmp_path, edited(("owner: SRE", f"owner: {owner}")))
    assert places(result) == [("F801", "person-named", 18, 46)]
    assert result.exit_code(strict=True) == 0  # advice is no gate


@pytest.mark.parametrize(
    "owner",
    [
        "SRE",
        "予約チーム",
        "開発部",
        "On Call",
        "Google Cloud",
        "Rust Infrastructure",
        "@sre-team",
        "@acme/platform",
        "sre@acme.jp",
        "hanako@acme.jp",
        "監視システム",
        "石川支社",
        "本田工場",
        "SREチームリーダー",
        "開発部長",
        "Data Platform",
        "",
        "高田馬場駅",
        "田",
    ],
)
def test_an_owner_who_is_a_team_or_a_role(owner: str) -> None:
    assert not is_person(owner)


def test_people_in_the_timeline_and_the_team(tmp_path: Path) -> None:
    text = edited(("| 着手 | SRE |", "| 着手 | 佐藤 |"), ("team: SRE", "team: 田中"))
    assert places(checked(tmp_path, text)) == [("F801", "person-named", 15, 18), ("F801", "person-named", 32, 23)]


def test_the_front_matter_is_read_too(tmp_path: Path) -> None:
    text = edited(("接続プールの上限", "佐藤さんが上限を下げた"))
    assert places(checked(tmp_path, text)) == [("F801", "person-named", 16, 38)]


def test_words_in_code_and_comments_say_nothing(tmp_path: Path) -> None:
    text = VALID + "\n```text\n佐藤さん 不注意 TODO\n```\n\n<!-- 佐藤さん 不注意 -->\n"
    assert names(checked(tmp_path, text)) == []
