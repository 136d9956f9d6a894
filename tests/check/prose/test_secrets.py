"""Secrets, contact data and invisible characters: found, never repeated; stand-ins left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.check.report import as_json, as_text
from generator.read.records import read
from tests.check.support import PATH, VALID, checked, edited, names, places

# Put together here, so that no scanner takes this file for a leak.
LETTERS = "aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zA1bC3dE5f"
SECRETS = {
    "AWS": "AKIA" + "IOSFODNN7ABCDEFG",
    "GitHub": "ghp_" + LETTERS[:36],
    "GitHub, fine-grained": "github_pat_" + LETTERS[:30],
    "GitLab": "glpat-" + LETTERS[:20],
    "Slack": "xoxb-" + "123456789012-" + LETTERS[:20],
    "Google": "AIza" + LETTERS[:35],
    "Stripe": "sk_live_" + LETTERS[:24],
    "npm": "npm_" + LETTERS[:36],
    "PyPI": "pypi-AgE" + LETTERS + LETTERS,
    "SendGrid": "SG." + LETTERS[:22] + "." + LETTERS + "ghi",
    "JWT": "eyJ" + LETTERS[:20] + ".eyJ" + LETTERS[:30] + "." + LETTERS[:20],
    "private key": "-----BEGIN RSA " + "PRIVATE KEY-----",
}
IN_WORDS = {
    "パスワード: {}": "himitsu" + "2026",
    "パスワードは「{}」": "s3cr" + "3t!",
    "暗証番号: {}": "48" + "21",
    "DB_PASSWORD={}": "k7Hq" + "2mZx",
    'password: "{}"': "correct" + "horse1",
    '"api_key": "{}"': "9f8e7d6c" + "5b4a",
    "token = {}": "abc123" + "def456",
    "postgres://app:{}@db.internal/app": "k7Hq" + "2mZx",
    "https://hooks.slack.com/services/{}": "T0ABCDEFG/B0ABCDEFG/" + LETTERS[:24],
    "AccountKey={}": LETTERS + "abcd==",
}
NO_SECRETS = (
    *(
        "パスワード: <伏せ字>",
        "パスワード: ****",
        "password: xxxxxxxx",
        "password=$PASSWORD",
        "password: ${DB_PASSWORD}",
    ),
    *(
        "token: ${{ secrets.TOKEN }}",
        '{"username":"test","password":"test"}',
        "password: example123",
        "パスワード: なし",
    ),
    *(
        "token: expired",
        "secret: rotation",
        "パスワードは期限切れだった。",
        "token: https://example.org/a1b2c3d4e5",
        "key: 1234",
    ),
    *(
        "AKIA" + "IOSFODNN7EXAMPLE",
        "postgres://user:password@localhost/db",
        "http://[::1]:8080/",
        "The token was revoked.",
    ),
    *(
        "https://example.org:8080/a@b",
        "ghp_short",
        "パスワード: 変更済み",
        "max_tokens: 4096",
        "https://user@example.org/",
    ),
)


def with_text(text: str) -> str:
    return edited(("再起動した。", text))


def only_secret(text: str, secret: str, root: Path) -> None:
    result = checked(root, with_text(text))
    assert names(result) == ["secret-found"]
    (finding,) = result.findings
    line = with_text(text).split("\n")[finding.position.line - 1]
    start = finding.position.column - 1
    assert secret.startswith(line[start : start + finding.length])
    report = as_text(result.findings, read(root)) + as_json(result)
    assert secret not in report and "*" * len(secret) in report
    assert result.exit_code() == 1


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
def test_a_secret_is_marked_and_not_shown(secret: str, tmp_path: Path) -> None:
    only_secret(f"鍵 {secret} を失効させた。", secret, tmp_path)


@pytest.mark.parametrize(("text", "secret"), IN_WORDS.items(), ids=IN_WORDS)
def test_a_secret_by_the_words_before_it(text: str, secret: str, tmp_path: Path) -> None:
    only_secret(text.format(secret), secret, tmp_path)


@pytest.mark.parametrize("text", NO_SECRETS)
def test_what_is_no_secret(text: str, tmp_path: Path) -> None:
    assert names(checked(tmp_path, with_text(text))) == []


def test_code_and_front_matter_hide_no_secret(tmp_path: Path) -> None:
    secret = SECRETS["GitHub"]
    assert names(checked(tmp_path, with_text(f"```\nexport T={secret}\n```"))) == ["secret-found"]
    text = edited(("接続プールの上限", f"鍵 {secret} の失効"))
    assert places(checked(tmp_path, text)) == [("F703", "secret-found", 16, 40)]


def test_other_findings_of_its_line_do_not_show_it_either(tmp_path: Path) -> None:
    secret = SECRETS["Slack"]
    result = checked(tmp_path, with_text(f"佐藤さんが {secret} を貼った。"))
    assert names(result) == ["person-named", "secret-found"]
    assert secret not in as_text(result.findings, read(tmp_path))


def test_a_file_without_front_matter_may_hold_a_secret(tmp_path: Path) -> None:
    result = checked(tmp_path, f"# メモ\n\n{SECRETS['GitHub']}\n")
    assert names(result) == ["front-matter-missing", "secret-found"]


def test_it_may_be_ignored_with_a_reason(tmp_path: Path) -> None:
    result = checked(tmp_path, with_text(SECRETS["AWS"]), policy="ignore: {secret-found: 失効済みの見本}")
    assert names(result) == [] and result.incidents


CONTACTS = (
    "hanako@acme-travel.jp",
    "連絡は taro.y@acme.co.jp へ",
    "090-1234-5678",
    "03-1234-5678",
    "(03) 1234-5678",
    "+81-90-1234-5678",
)
NO_CONTACTS = (
    *("hanako@example.com", "a@mail.example.jp", "support@acme.jp", "no-reply@acme.jp", "pkg@1.2.3"),
    "git@github.com:acme/app.git",
    *("0120-123-456", "0570-00-1234", "2026-10-03", "INC-2026-0014", "10-1234-5678", "root@localhost"),
    *("user@host.test", "@acme/pkg"),
    *("https://medium.com/@acme/post", "alertmanager+sre@", "1-800-555-1234"),
)


@pytest.mark.parametrize("text", CONTACTS)
def test_contact_data_is_advised_against(text: str, tmp_path: Path) -> None:
    result = checked(tmp_path, with_text(text))
    assert names(result) == ["contact-data"] and result.exit_code(strict=True) == 0
    assert max(text.split(), key=len) not in as_json(result)


@pytest.mark.parametrize("text", NO_CONTACTS)
def test_what_is_nobodys_contact(text: str, tmp_path: Path) -> None:
    assert names(checked(tmp_path, with_text(text))) == []


@pytest.mark.parametrize(
    ("char", "code"),
    [
        ("\u200b", "U+200B"),
        ("\u202e", "U+202E"),
        ("\u2066", "U+2066"),
        ("\ufeff", "U+FEFF"),
        ("\U000e0041", "U+E0041"),
        ("\u200d", "U+200D"),
    ],
)
def test_characters_nobody_sees(char: str, code: str, tmp_path: Path) -> None:
    result = checked(tmp_path, with_text(f"設定を{char}戻した。{char}"), language="en")
    assert places(result) == [("F705", "hidden-character", 46, 4)]  # once a line
    assert code in result.findings[0].message


@pytest.mark.parametrize(
    "emoji",
    [
        "👩\u200d💻",
        "❤\ufe0f",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "👩🏽\u200d🚒",
        "❤\ufe0f\u200d🔥",
    ],
)
def test_emoji_are_joined_by_them(emoji: str, tmp_path: Path) -> None:
    assert names(checked(tmp_path, with_text(f"直った{emoji}"))) == []


def test_an_id_says_which_characters_do_not_belong(tmp_path: Path) -> None:
    result = checked(tmp_path, edited(("id: INC-2026-014", "id: INC-2026-0\u200b14")), language="en")
    (found,) = [finding for finding in result.findings if finding.name == "id-format"]
    assert found.note == "characters that do not belong there: U+200B ZERO WIDTH SPACE"
    (found,) = checked(tmp_path, {PATH: VALID.replace("id: INC-2026-014", "id: INC-2026-\uff10\uff11\uff14")}).findings
    assert "U+FF10 FULLWIDTH DIGIT ZERO" in found.note
    (found,) = checked(tmp_path, {PATH: VALID.replace("id: INC-2026-014", "id: INC-26-014")}).findings
    assert found.note == ""
