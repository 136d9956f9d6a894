"""What looks like a person's name: common family and given names, without which every word could be one."""

from __future__ import annotations

import re
from functools import lru_cache

_FAMILY_WORDS = """
佐藤 鈴木 高橋 田中 伊藤 渡辺 渡邊 山本 中村 小林 加藤 吉田 山田 佐々木 松本 井上 木村 斎藤 斉藤 齋藤
清水 山崎 阿部 池田 橋本 山下 中島 前田 藤田 後藤 小川 岡田 村上 長谷川 近藤 石井 坂本 遠藤 藤井 青木
福田 三浦 西村 藤原 太田 松田 原田 岡本 中野 中川 小野 田村 竹内 金子 中山 和田 石田 工藤 上田 森田 柴田 酒井
横山 高木 安藤 宮本 大野 小島 谷口 今井 工藤 高田 丸山 増田 杉山 村田 大塚 新井 小山 平野 藤本 河野 上野
野口 武田 松井 岩崎 菅原 木下 久保 佐野 野村 松尾 菊地 菊池 杉本 市川 古川 大西 島田 水野 桜井 高野 渡部
吉川 山内 西田 飯田 西川 小松 北村 安田 五十嵐 川口 平田 関口 中田 久保田 服部 東野 岩田 土屋 本田 樋口
秋山 田口 永井 山中 中西 吉村 川上 石原 大橋 松岡 馬場 浜田 森本 星野 矢野 浅野 大久保
"""
_ROMAN_FAMILY_WORDS = """
sato suzuki takahashi tanaka watanabe ito yamamoto nakamura kobayashi kato yoshida yamada sasaki yamaguchi
matsumoto inoue kimura shimizu hayashi saito yamazaki ikeda hashimoto yamashita ishikawa nakajima maeda fujita
ogawa okada goto hasegawa murakami kondo ishii sakamoto endo fujii aoki fukuda nishimura fujiwara smith
johnson williams jones miller davis garcia rodriguez wilson anderson taylor thomas moore martin thompson
harris nguyen kim chen singh kumar patel
"""
_GIVEN_WORDS = """
taro jiro ichiro saburo hanako hiroshi kenji takashi satoshi yuki yuko keiko yumi kazuo makoto daisuke kenta
shota yusuke naoki akira masahiro tomoko naomi mika emi aya haruka james john robert michael david william
richard joseph thomas charles christopher daniel matthew anthony mark steven andrew paul joshua kenneth kevin
brian george edward ronald timothy jason jeffrey ryan jacob mary patricia jennifer linda elizabeth barbara
susan jessica sarah karen lisa nancy betty margaret sandra ashley emily donna michelle carol amanda melissa
deborah stephanie rebecca laura sharon cynthia anna peter alice
"""
_FAMILY, _ROMAN_FAMILY, _GIVEN = (
    frozenset(words.split()) for words in (_FAMILY_WORDS, _ROMAN_FAMILY_WORDS, _GIVEN_WORDS)
)
_HANDLE = re.compile(r"@[A-Za-z][\w.-]*", re.ASCII)
_ROMAN = re.compile(r"([A-Z][a-z]+) ([A-Z][a-z]+)")
_ROLE = re.compile(
    r"(?i)team|sre|ops|on-?call|dev|infra|platform|support|lead|admin|channel|here|all|bot|security|duty"
)
_PART = re.compile(r"[一-龥々]{2,5}")
_PLACES = tuple("部課班係店局県市区駅社室組所場")  # a family name may be a town's too
_TITLES = ("さん", "氏", "様", "君", "部長", "課長", "係長", "主任")


@lru_cache(maxsize=4096)
def is_person(text: str) -> bool:
    """Tell whether an owner's or a team's cell looks like one person: a name or a handle.

    Mail addresses are contact data, and found with them.
    """
    text = text.strip()
    if not text or len(text) > 80:
        return False
    if "@" in text:
        return bool(_HANDLE.fullmatch(text)) and not _ROLE.search(text)
    if roman := _ROMAN.fullmatch(text):
        first, last = (word.lower() for word in roman.groups())
        return first in _GIVEN or (last in _ROMAN_FAMILY and not _ROLE.search(text))
    return is_japanese_name(text)


def is_japanese_name(text: str) -> bool:
    """Tell whether a text is a common family name, alone or before a given name or a title."""
    for title in _TITLES:
        text = text.removesuffix(title)
    family, _, given = text.replace("\u3000", " ").partition(" ")
    if given:
        return family in _FAMILY and len(given) <= 4
    if not _PART.fullmatch(family):
        return False
    if len(family) > 3 and family.endswith(_PLACES):
        return False
    return any(family[:length] in _FAMILY and len(family) - length <= 3 for length in (2, 3))
