"""F7xx (second half): what must not be in a repository or on a page."""

from __future__ import annotations

from generator.check.rule import Example, Rule
from generator.model.finding import Level

SECRET_FOUND = Rule(
    "F703", "secret-found", Level.ERROR,
    ("{what_ja}が書かれているようです", "this looks like {what_en}"),
    ("無効にして発行し直し、ここは <伏せ字> にしてください。git の履歴にも残っています",
     "revoke it and issue a new one, and write <redacted> here; the history of git keeps it too"),
    judgement=True,
    masked=True,
    reason=(
        "記録は長く残り、多くの人が読み、サイトにも載ります。一度書かれた秘密は、消しても履歴から読めます。",
        "Records are kept for years, read by many and published on a site; "
        "a secret once written can be read from the history after it is removed.",
    ),
    bad=Example("## 対応内容\n\n接続先を postgres://app:k7Hq2mZx@db.internal/app に戻した。"),
    good=Example("## 対応内容\n\n接続先を postgres://app:<伏せ字>@db.internal/app に戻した。"),
)  # fmt: skip
CONTACT_DATA = Rule(
    "F704", "contact-data", Level.ADVICE,
    ("{what_ja}が書かれています", "{what_en} is written here"),
    ("個人の連絡先なら消し、チームか役割で書いてください",
     "if it is a person's, remove it and name the team or the role"),
    reason=(
        "連絡先は、本人の知らないうちに広がります。事後の記録を読む人に必要なのは、どの役割が動いたかです。",
        "Contact data spread without the person knowing; who reads a record needs to know which role acted.",
    ),
    bad=Example("## 影響範囲\n\n申し出は hanako@acme-travel.jp から届いた。"),
    good=Example("## 影響範囲\n\n申し出は利用者 1 名から届いた。"),
)  # fmt: skip
HIDDEN_CHARACTER = Rule(
    "F705", "hidden-character", Level.WARNING,
    ("見えない文字 {char} があります", "there is an invisible character, {char}"),
    ("消してください。貼り付けた文に紛れていることがあります", "remove it; it often comes along with pasted text"),
    reason=(
        "見えない文字や書字方向の制御文字があると、見た目と違う内容になり、検索にもかかりません。",
        "Invisible and direction characters make a text differ from what it looks like, and hide it from search.",
    ),
    bad=Example("## 対応内容\n\n設定を\u200b戻した。"),
    good=Example("## 対応内容\n\n設定を戻した。"),
)  # fmt: skip

RULES = (SECRET_FOUND, CONTACT_DATA, HIDDEN_CHARACTER)
