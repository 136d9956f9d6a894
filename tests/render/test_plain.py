from __future__ import annotations

import html

import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.render.plain import page


def _title(data: bytes) -> str:
    return str(yaml.safe_load(data.decode("utf-8").split("---\n")[1])["title"])


def test_a_page_is_front_matter_blocks_and_headings() -> None:
    made = page("a: 'b' \\ & <c>", "<div>\n    <p>x</p>\n\n</div>\n\n## 約束 { #promises }\n\n<p>y</p>\n", ("toc",))
    assert made.decode("utf-8") == (
        '---\ntitle: "a: &#x27;b&#x27; \\\\ &amp; &lt;c&gt;"\nhide: ["toc"]\n---\n\n'
        "<div>\n<p>x</p>\n</div>\n\n## 約束 { #promises }\n\n<p>y</p>\n"
    )


def test_braces_backticks_and_tildes_become_entities_but_not_in_a_style() -> None:
    text = page("t", "<style>a{b:c}</style>\n<p>{{x}} `y` ~~~</p>\n## {{ x }} { #y }").decode("utf-8")
    assert "<style>a{b:c}</style>" in text
    assert "<p>&#123;&#123;x&#125;&#125; &#96;y&#96; &#126;&#126;&#126;</p>" in text
    assert "{{" not in text.replace("<style>a{b:c}</style>", "")


def test_no_builder_takes_code_for_a_link() -> None:
    made = page("t", "<p><code>[a](b.md)</code></p>\n<pre><code>[a](file:///b.md)\n</code></pre>").decode("utf-8")
    assert "<code>&#91;a](b.md)</code>" in made and "<code>&#91;a](file:///b.md)\n</code>" in made


def test_a_preformatted_text_keeps_its_lines() -> None:
    made = page("t", "<div>\n<pre><code>a\n\n    b {% x %}\n</code></pre>\n</div>").decode("utf-8")
    assert "<pre><code>a\n\n    b &#123;% x %&#125;\n</code></pre>" in made


@given(st.text(max_size=60))
def test_any_title_is_one_yaml_text_without_a_macro_or_markup(title: str) -> None:
    read = _title(page(title, ""))
    assert not set(read) & set("<>\"'")
    assert not any(opening in read for opening in ("{{", "{%", "{#"))
    wanted = "".join(c for c in " ".join(title.split()) if c.isprintable())
    assert html.unescape(read).replace("\u2060", "") == wanted.replace("\u2060", "")
