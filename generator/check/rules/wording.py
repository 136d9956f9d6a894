"""F23x, F404 and F8xx: what the text itself says: durations, leftovers of a template, persons and blame."""

from __future__ import annotations

from generator.check.rule import Example, Rule
from generator.model.finding import Level

CONTRADICTS_TIMES = Rule(
    "F231", "duration-contradicts-times", Level.WARNING,
    ("「{text}」とありますが、時刻から計算すると{computed_ja}です",
     "it says `{text}`, but the times give {computed_en}"),
    ("本文の長さを消すか、時刻(started_at … resolved_at)を直してください",
     "remove the duration from the text, or correct the times (started_at … resolved_at)"),
    reason=(
        "本文に書かれた長さは、時刻を直したときに取り残されます。食い違う二つの数字のどちらが正しいか、読む人には分かりません。",
        "A duration typed in prose stays behind when a time is corrected; "
        "a reader cannot tell which of the two is true.",
    ),
    bad=Example("## 対応内容\n\n- 再起動した。\n- 復旧時間: 35分"),
    good=Example("## 対応内容\n\n- 再起動した。\n- 復旧時間: 30分"),
)  # fmt: skip
TEMPLATE_TEXT = Rule(
    "F404", "template-text", Level.WARNING,
    ("書きかけの「{text}」が残っています", "`{text}` is left over, still to be written"),
    ("分かっていることを書くか、分からないならそう書いてください", "write what is known, or that nothing is"),
    reason=(
        "書きかけの欄は、埋まっているように見えて何も伝えません。後で埋めるつもりの欄は、たいてい埋まらないまま公開されます。",
        "A placeholder looks filled in and says nothing. What is to be written later is mostly published as it is.",
    ),
    bad=Example("## 根本原因\n\n[詳細な原因分析]"),
    good=Example("## 根本原因\n\n調査中。接続の解放漏れを疑っている。"),
)  # fmt: skip
PERSON_NAMED = Rule(
    "F801", "person-named", Level.ADVICE,
    ("「{text}」は個人の名前のようです", "`{text}` looks like a person's name"),
    ("チームか役割で書いてください(例: SRE の当番)。誰が当番でも起こりえたと伝わります",
     "name the team or the role (e.g. the SRE on call): it could have been anybody's shift"),
    reason=(
        "名前の残る記録では、人は不利なことを書かなくなります。役割で書けば、仕組みの弱さに目が向きます。",
        "Where names are kept, people stop writing what does not flatter them; "
        "roles turn the eye to the system's weakness.",
    ),
    bad=Example("## 対応内容\n\n佐藤さんが再起動した。"),
    good=Example("## 対応内容\n\nSRE の当番が再起動した。"),
)  # fmt: skip
BLAME_WORDED = Rule(
    "F802", "blame-worded", Level.ADVICE,
    ("「{text}」は人を責める言い方に読めます", "`{text}` reads as blame"),
    ("そうなり得た仕組みを書いてください(例: 確認の手順に、この項目がなかった)",
     "write what made it possible, e.g. the checklist had no such step"),
    reason=(
        "「不注意」は直しようがありませんが、見落としを許した手順や画面は直せます。責める言葉は、次の報告を遅らせます。",
        "Carelessness cannot be repaired, the procedure that let it through can; "
        "and words of blame delay the next report.",
    ),
    bad=Example("## 根本原因\n\n作業者の不注意で上限を下げた。"),
    good=Example("## 根本原因\n\n上限を下げる変更が、確認なしに反映される仕組みだった。"),
)  # fmt: skip

RULES = (CONTRADICTS_TIMES, TEMPLATE_TEXT, PERSON_NAMED, BLAME_WORDED)
