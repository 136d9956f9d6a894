from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.words import BARE
from generator.render.body import Body
from generator.render.clean import cleaned
from generator.render.links import Links
from tests.render.render_inputs import HOSTILE_TEXT

BODY = Body({"INC-2026-003"})
HERE = Links.of("incidents/inc-2026-014.md")
ALLOWED = {"a", "blockquote", "br", "code", "div", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s"}
ALLOWED |= {"span", "strong", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"}


class Seen(HTMLParser):
    """Collects tags, and attributes with their tag."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]


def block(text: str) -> str:
    return str(BODY.block(text, HERE, BARE[0])).strip()


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "INC-2026-003 を見る",
            '<p><a href="../../incidents/inc-2026-003/" rel="noopener">INC-2026-003</a> を見る</p>',
        ),
        ("`INC-2026-003`", "<p><code>INC-2026-003</code></p>"),
        ("INC-2026-004", "<p>INC-2026-004</p>"),
        ("XINC-2026-003 INC-2026-0031", "<p>XINC-2026-003 INC-2026-0031</p>"),
        ("[x](../2026/INC-2026-003-db.md)", '<p><a href="../../incidents/inc-2026-003/" rel="noopener">x</a></p>'),
        ("[INC-2026-003](https://e.org)", '<p><a href="https://e.org" rel="noopener">INC-2026-003</a></p>'),
        ("[x](other.md) [y](/a) [z](//e.org) [w](#a)", "<p>x y z w</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](data:text/html,a)", "<p>[x](data:text/html,a)</p>"),
        ("![絵](https://e.org/a.png)", '<p><a href="https://e.org/a.png" rel="noopener">絵</a></p>'),
        ("![絵](a.png)", "<p>絵</p>"),
        ("# 一\n\n#### 二", "<h3>一</h3>\n<h4>二</h4>"),
        ("- [ ] a\n- [x] b", "<ul>\n<li>☐ a</li>\n<li>☑ b</li>\n</ul>"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
    ],
)
def test_markdown_becomes_this_html(text: str, html: str) -> None:
    assert block(text) == html


def test_a_table_can_be_scrolled_and_has_scopes() -> None:
    html = block("| a | b |\n|---|--:|\n| 1 | 2 |")
    assert html.startswith('<div class="fk-scroll" tabindex="0">\n<table>')
    assert '<th scope="col">a</th>' in html
    assert '<td class="fk-n">2</td>' in html


def test_a_line_has_no_paragraph_and_knows_ids() -> None:
    assert str(BODY.line("A & <b>", HERE)) == "A &amp; &lt;b&gt;"
    assert str(BODY.line("*a* INC-2026-003", HERE)).startswith("<em>a</em> <a href=")


def test_a_hostile_text_brings_no_tag_and_no_address_of_its_own() -> None:
    seen = Seen(block(HOSTILE_TEXT))
    assert set(seen.tags) <= ALLOWED
    assert [value for _, name, value in seen.attributes if name == "href"] == ["https://evil.example/x.png"]


CHARACTERS = list("<>[](){}*_`~#|!:/\\-=\"'&;\n aINC-2026-003jsxonhref^@w.")
PIECES = (
    "javascript:alert(1)", "data:text/html,<b>", "https://e.org/", '"onclick=x', "'", "www.e.org", "a@b.example",
    "<script>", "[^1]", "[^1]: ", '[^"><b>]', '[^"><b>]: ', "> [!NOTE]\n", "> [!TIP]<script>\n", "> ", "```py\n",
    '```py"><script>\n', "```mermaid\n", "```html\n", "```\n", "- [ ] ", "1. ", "| a | b |\n|---|--:|\n", "~~", "**",
    "](", "[", "![", "\n", "\n\n", "    ", "INC-2026-003", "障害", "def f(): return '</pre>'\n", "<a id=x>", "&lt;",
    "# ", "\x00", "&#106;avascript:x",
)  # fmt: skip
TEXTS = st.text(st.sampled_from(CHARACTERS), max_size=120) | st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
HAVE = {"a": {"href", "rel", "id"}, "div": {"class", "tabindex"}, "li": {"id"}, "ol": {"start"}, "p": {"class"},
        "span": {"class"}, "td": {"class"}, "th": {"class", "scope"}}  # fmt: skip


@settings(max_examples=400)
@given(TEXTS)
def test_nothing_but_the_narrow_list_comes_out(text: str) -> None:
    html = str(BODY.block(text, HERE, BARE[0])) + str(BODY.line(text, HERE))
    assert cleaned(html) == html.replace("&#34;", '"').replace("&#39;", "'")
    seen = Seen(html)
    assert set(seen.tags) <= ALLOWED
    for tag, name, value in seen.attributes:
        assert name in HAVE.get(tag, ())
        if name == "href":
            assert value.lower().startswith(("http://", "https://", "mailto:", "../../incidents/", "#fn"))
        if name == "id":
            assert re.fullmatch(r"fn(ref)?-[0-9a-f]{8}(-\d+)+", value)
        if name == "class":
            assert re.fullmatch(r"fk-[a-z -]+|highlight|[a-z]+\d?", value)
