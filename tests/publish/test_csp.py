"""The content security policy of a folder of pages, and the command that prints it."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from click.testing import CliRunner

from generator.cli.main import main
from generator.publish.csp import content_policy

PAGE = """<html><head><style>p { color: red }</style>
<script>first()</script><SCRIPT type="module">second()</SCRIPT>
<script src="app.js"></script><script type="application/json">{"data": "<p style='x'>"}</script></head>
<body><p title="a > b">text</p></body></html>"""


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def write(site: Path, **pages: str) -> Path:
    for name, text in pages.items():
        (site / f"{name}.html").write_text(text, encoding="utf-8")
    return site


def test_what_runs_or_paints_inline_is_named_by_its_hash_and_data_is_not(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    write(tmp_path / "en", index="<script>first()</script><script>third()</script>")
    policy = content_policy(write(tmp_path, index=PAGE))
    assert policy.scripts == tuple(sorted(digest(f"{name}()") for name in ("first", "second", "third")))
    assert policy.styles == (digest("p { color: red }"),)
    assert policy.stopped == ()
    rules = dict(rule.split(" ", 1) for rule in policy.text().split("; "))
    assert rules["script-src"].split() == ["'self'", *policy.scripts]
    assert rules["default-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy.text()


def test_attributes_that_no_hash_allows_are_named_with_their_page(tmp_path: Path) -> None:
    write(
        tmp_path, one='<p title="x > y" style="color: red">', two="<a href=\"#\" onclick='go()'>", three="<p>style=</p>"
    )
    assert content_policy(tmp_path).stopped == (("one.html", "style"), ("two.html", "onclick"))


def test_the_command_prints_the_policy_or_a_line_for_nginx(tmp_path: Path) -> None:
    write(tmp_path, index=PAGE)
    policy = content_policy(tmp_path).text()
    run = CliRunner().invoke
    assert run(main, ["csp", str(tmp_path)]).stdout == f"{policy}\n"
    assert run(main, ["csp", str(tmp_path), "--nginx"]).stdout == (
        f'add_header Content-Security-Policy "{policy}" always;\n'
    )
    write(tmp_path, bad='<p style="color: red">')
    stopped = run(main, ["csp", str(tmp_path)])
    assert stopped.exit_code == 1 and stopped.stderr.startswith("bad.html: an attribute style=")


def test_a_folder_without_a_site_is_wrong_usage(tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["csp", str(tmp_path)]).exit_code == 2
