"""`furikaeri notice`: a message ready to paste, from a record that may still be open."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli.main import main

OPEN = """---
id: INC-2026-014
title: "予約API: 5 秒 < 応答 & 失敗"
severity: P1
status: open
services: [mks-backend]
started_at: 2026-10-03T09:00+09:00
detected_at: 2026-10-03T09:05+09:00
detection: alertmanager
impact: {users_affected: 35%, business: high, functions: [予約作成]}
cause: {category: unknown}
---

## 概要

調査中。

## タイムライン

| 時刻 | 種別 | イベント | 担当者 |
|---|---|---|---|
| 2026-10-03 09:05 | 検知 | 検知した | 監視 |
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "incidents" / "2026"
    folder.mkdir(parents=True)
    (folder / "INC-2026-014.md").write_text(OPEN, encoding="utf-8")
    return tmp_path


def run(root: Path, *given: str, as_of: str = "2026-10-03T09:20+09:00") -> Result:
    return CliRunner().invoke(main, ["notice", *given, "--root", str(root), "--as-of", as_of])


def test_the_message_that_fits_best_for_slack_in_the_policys_language(root: Path) -> None:
    result = run(root, "inc-2026-014", "--site", "https://ops.example/looking-back/")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "*【第一報】INC-2026-014 予約API: 5 秒 &lt; 応答 &amp; 失敗*\n"
        "\n"
        "- 深刻度: P1 High\n"
        "- 対象: mks-backend、予約作成\n"
        "- 影響範囲: 利用者の 35%、ビジネス影響 高\n"
        "- 発生: 2026-10-03 09:00 JST\n"
        "- 検知: 2026-10-03 09:05 JST\n"
        "- 検知の手段: 監視アラート\n"
        "- 状態: 対応中\n"
        "- 原因: 調査中\n"
        "- 次回の連絡: 2026-10-03 09:35 JST まで\n"
        "- 詳細: https://ops.example/looking-back/incidents/inc-2026-014/\n"
    )


def test_a_mail_in_english_begins_with_its_subject(root: Path) -> None:
    result = run(root, "INC-2026-014", "--kind", "update", "--channel", "mail", "--lang", "en")
    assert result.stdout.splitlines()[0] == "Update: Disruption of 予約作成"
    assert "- Next update: by 2026-10-03 09:35 JST" in result.stdout
    assert "mks-backend" not in result.stdout


def test_a_recovery_that_the_record_does_not_hold_is_not_told(root: Path) -> None:
    result = run(root, "INC-2026-014", "--kind", "recovered")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "まだ記録にない" in result.stderr


def test_an_error_elsewhere_does_not_matter_but_one_in_the_record_does(root: Path) -> None:
    broken = OPEN.replace("INC-2026-014", "INC-2026-015").replace("P1", "P9")
    (root / "incidents" / "2026" / "INC-2026-015.md").write_text(broken, encoding="utf-8")
    assert run(root, "INC-2026-014").exit_code == 0
    result = run(root, "INC-2026-015")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "P9" in result.stderr


def test_a_record_that_is_not_there_is_wrong_usage(root: Path) -> None:
    assert run(root, "INC-2026-099").exit_code == 2
    assert run(root, "INC-2026-014", as_of="2026-10-03T09:01+09:00").exit_code == 2  # nobody knew of it then


def test_a_broken_policy_and_a_broken_template_say_so(root: Path) -> None:
    (root / "site_templates" / "messages").mkdir(parents=True)
    own = root / "site_templates" / "messages" / "first.j2"
    own.write_text("{{ page.nothing }}", encoding="utf-8")
    result = run(root, "INC-2026-014")
    assert result.exit_code == 1 and "messages/first.j2" in result.stderr
    own.write_text("{% if %}", encoding="utf-8")
    assert "messages/" in run(root, "INC-2026-014").stderr
    (root / "incidents" / "policy.yml").write_text("nonsense: 1\n", encoding="utf-8")
    assert run(root, "INC-2026-014").exit_code == 2


def test_it_starts_without_what_it_does_not_need(root: Path) -> None:
    heavy = {"pandas", "scipy", "numpy", "matplotlib", "mkdocs", "feedgenerator", "icalendar", "weasyprint", "rich"}
    code = (
        "import sys\nfrom generator.cli.main import main\n"
        f"main(['notice', 'INC-2026-014', '--root', {str(root)!r}], standalone_mode=False)\n"
        f"print(sorted({heavy!r} & set(sys.modules)))\n"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert said.stdout.splitlines()[-1] == "[]"
