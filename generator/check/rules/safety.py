"""F7xx: what must not reach a page."""

from __future__ import annotations

from generator.check.rule import Example, Rule
from generator.model.finding import Level

UNSAFE_HTML = Rule(
    "F701", "unsafe-html", Level.WARNING,
    ("HTML の {tag} は文字としてそのまま表示されます", "HTML {tag} will be shown as plain text"),
    ("Markdown で書くか、コードとして ` ` で囲んでください", "write Markdown, or put it in ` ` as code"),
    reason=(
        "記録の HTML をそのまま載せると、読む人のブラウザーでスクリプトが動くおそれがあります。"
        "サイトでは文字として表示するので、書いた人の意図した見た目にはなりません。",
        "Published as it stands, HTML from a record could run scripts in a reader's browser. "
        "The site shows it as text, which is hardly what its author wanted.",
    ),
    bad=Example("## 概要\n\n予約の作成が<b>すべて</b>失敗した。"),
    good=Example("## 概要\n\n予約の作成が**すべて**失敗した。"),
)  # fmt: skip
UNSAFE_LINK = Rule(
    "F702", "unsafe-link", Level.ERROR,
    ("「{link}」へのリンクは使えません", "links to `{link}` are not allowed"),
    ("http、https、mailto か相対パスを使ってください", "use http, https, mailto or a relative path"),
    reason=(
        "リンクの形によっては、クリックした人のブラウザーでプログラムが動きます。"
        "書いた人のパソコンの中を指すリンクは、ほかの人には開けません。",
        "Some kinds of links run a program in the browser of whoever clicks. "
        "Others point into the author's own computer and open for nobody else.",
    ),
    bad=Example("## 対応内容\n\n[手順書](file:///C:/runbooks/restart.md)に従って再起動した。"),
    good=Example("## 対応内容\n\n[手順書](https://wiki.example.org/runbooks/restart)に従って再起動した。"),
)  # fmt: skip

RULES = (UNSAFE_HTML, UNSAFE_LINK)
