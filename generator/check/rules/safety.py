"""F7xx: what must not reach a page."""

from __future__ import annotations

from generator.check.rule import Rule
from generator.model.finding import Level

UNSAFE_HTML = Rule(
    "F701", "unsafe-html", Level.WARNING,
    ("HTML の {tag} は文字としてそのまま表示されます", "HTML {tag} will be shown as plain text"),
    ("Markdown で書くか、コードとして ` ` で囲んでください", "write Markdown, or put it in ` ` as code"),
)  # fmt: skip
UNSAFE_LINK = Rule(
    "F702", "unsafe-link", Level.ERROR,
    ("「{link}」へのリンクは使えません", "links to `{link}` are not allowed"),
    ("http、https、mailto か相対パスを使ってください", "use http, https, mailto or a relative path"),
)  # fmt: skip

RULES = (UNSAFE_HTML, UNSAFE_LINK)
