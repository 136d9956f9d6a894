"""Secrets by the shapes their issuers give them, and by the words before them; contact data; invisible characters.

The shapes are few and public, so they stand here as values. No message repeats what it found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from generator.check.prose.characters import HIDDEN, described
from generator.check.prose.text import Found, Prose
from generator.check.rules.secrets import CONTACT_DATA, HIDDEN_CHARACTER, SECRET_FOUND
from generator.check.shape import Values

#: What it is (Japanese, English) -> the shape; the group, where there is one, is the secret itself.
_SHAPES = {
    ("AWS のアクセスキー", "an AWS access key"): r"(?<!\w)(?:AKIA|ASIA)[0-9A-Z]{16}(?!\w)",
    ("GitHub のトークン", "a GitHub token"): r"(?<!\w)(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{22,255})",
    ("GitLab のトークン", "a GitLab token"): r"(?<!\w)glpat-[\w-]{20,255}",
    ("Slack のトークン", "a Slack token"): r"(?<!\w)xox[abeoprs]-[0-9A-Za-z-]{10,255}",
    ("Slack の Webhook", "a Slack webhook"): r"hooks\.slack\.com/services/(\w{8,}/\w{8,}/\w{16,})",
    ("Google の API キー", "a Google API key"): r"(?<!\w)AIza[\w-]{35}(?!\w)",
    ("Stripe の秘密鍵", "a Stripe secret key"): r"(?<!\w)[rs]k_live_[0-9A-Za-z]{16,255}",
    ("npm のトークン", "an npm token"): r"(?<!\w)npm_[A-Za-z0-9]{36}(?!\w)",
    ("PyPI のトークン", "a PyPI token"): r"(?<!\w)pypi-AgE[\w-]{50,255}",
    ("SendGrid の API キー", "a SendGrid API key"): r"(?<!\w)SG\.[\w-]{22}\.[\w-]{43}(?!\w)",
    ("Azure ストレージの鍵", "an Azure storage key"): r"AccountKey=([A-Za-z0-9+/]{40,255}={0,2})",
    ("JSON Web Token", "a JSON Web Token"): r"(?<![\w-])eyJ[\w-]{10,200}\.eyJ[\w-]{10,4000}\.[\w-]{10,4000}",
    ("秘密鍵", "a private key"): r"-----BEGIN (?:[A-Z]{2,12} ){0,2}PRIVATE KEY(?: BLOCK)?-----",
    ("URL に入ったパスワード", "a password in a URL"): r"://[^\s/:@]{1,100}:([^\s/@]{3,200})@",
}
_FORMS = {what: re.compile(shape, re.ASCII) for what, shape in _SHAPES.items()}
_KEYWORD = re.compile(
    r"(?i)(パスワード|暗証番号|passw(?:or)?d|passphrase)?"
    r"(?(1)|(?:秘密鍵|アクセスキー|api ?キー|secret|token|(?:api|access|secret|private)[_-]?key))s?"
    r"[\"'`]{0,2}[ \t]{0,3}(?:は|[::=])[ \t]{0,3}[\"'`「]{0,2}([^\s\"'`」、。,;()}\]]{4,200})"
)
_STAND_IN = re.compile(
    r"(?i)example|dummy|sample|placeholder|redact|changeme|your[-_]|x{4}|[*.…]{3}|^[<{$%]|[<{$]\{|^(.)\1*$|^https?:"
    r"|^secrets\."
)
_WORDS = frozenset(
    {"pass", "password", "passwd", "test", "secret", "token", "user", "admin", "none", "null", "unknown"}
)

_MAIL = re.compile(
    r"(?<![\w.+:/-])([\w.+-]{1,64})@((?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24})(?![\w-]|:\S|@)", re.ASCII
)
_NO_MAIL = re.compile(r"(?i)(?:^|\.)(?:example(?:\.\w+)*|test|invalid|local|localhost|internal)$")
_ROLES = re.compile(
    r"(?i)(?:support|info|status|no-?reply|security|abuse|admin|help(?:desk)?|contact|press|sre|ops|on-?call|git|"
    r"postmaster|webmaster|root|team|alerts?|billing|sales|privacy)(?:[+._-].*)?"
)
_PHONE = re.compile(
    r"(?<![\w-])(?:0\d{1,4}-\d{1,4}|\(0\d{1,4}\) ?\d{1,4}|\+81[- ]?\d{1,4}-\d{1,4})-\d{4}(?![\w-])", re.ASCII
)
_FREE = ("0120", "0570", "0800", "0990")

_HIDDEN = re.compile(f"[{HIDDEN}]")


def find_secrets(prose: Prose, _: Values) -> Iterator[Found]:
    """Yield what looks like a secret, code included; stand-ins such as `<password>` or `****` are none."""
    until = 0
    for start, end, (ja, en) in sorted(_shaped(prose.text)):
        if start >= until:  # else another expression has found it too
            until = end
            yield Found(SECRET_FOUND, start, end, {"what_ja": ja, "what_en": en})


def _shaped(text: str) -> Iterator[tuple[int, int, tuple[str, str]]]:
    for what, form in _FORMS.items():
        group = 1 if form.groups else 0
        for match in form.finditer(text):
            if not _is_stand_in(match[group]):
                yield *match.span(group), what
    for match in _KEYWORD.finditer(text):
        if not _is_stand_in(match[2]) and _is_guarded(match):
            yield *match.span(2), ("パスワードや鍵", "a password or key")


def _is_stand_in(value: str) -> bool:
    return bool(_STAND_IN.search(value)) or value.lower() in _WORDS


def _is_guarded(match: re.Match[str]) -> bool:
    """Tell whether the value after a word looks chosen or made to be secret; `token: expired` does not."""
    word, value = (match[1] or "").lower(), match[2]
    if word == "暗証番号":
        return value.isdecimal()
    letters, digits = any(c.isalpha() for c in value), any(c.isdecimal() for c in value)
    if not value.isascii() or not letters:
        return False
    if word:
        return len(value) >= 6 and (digits or any(c in "!#%^&*+?$@" for c in value))
    return digits and len(value) >= 10


def find_contacts(prose: Prose, _: Values) -> Iterator[Found]:
    """Yield mail addresses of persons and telephone numbers; roles, free numbers and examples are none."""
    for mail in _MAIL.finditer(prose.text):
        if not _NO_MAIL.search(mail[2]) and not re.match(r"(?i)example\.", mail[2]) and not _ROLES.fullmatch(mail[1]):
            yield _contact(mail, "メールアドレス", "a mail address")
    for phone in _PHONE.finditer(prose.text):
        digits = re.sub(r"\D", "", phone[0])
        if digits.startswith("81"):
            digits = "0" + digits[2:]
        if len(digits) in (10, 11) and not digits.startswith(_FREE):
            yield _contact(phone, "電話番号", "a telephone number")


def _contact(match: re.Match[str], ja: str, en: str) -> Found:
    return Found(CONTACT_DATA, *match.span(), {"what_ja": ja, "what_en": en})


def find_hidden(prose: Prose, _: Values) -> Iterator[Found]:
    """Yield the first invisible character of each line; those that join emoji are meant."""
    last = 0
    for match in _HIDDEN.finditer(prose.text):
        line = prose.position(match.start()).line
        if line != last and not _joins_emoji(prose.text, match.start()):
            last = line
            yield Found(HIDDEN_CHARACTER, *match.span(), {"char": described(match[0])})


def _joins_emoji(text: str, at: int) -> bool:
    if text[at] == "\u200d":
        return at + 1 < len(text) and all(_is_pictured(text[index]) for index in (at - 1, at + 1))
    if text[at] >= "\U000e0001":  # a flag of a region: the black flag, then letters that are not shown
        return "\U0001f3f4" in text[max(0, at - 8) : at]
    return False


def _is_pictured(char: str) -> bool:
    return unicodedata.category(char) in ("So", "Sk", "Mn") or char == "\ufe0f"
