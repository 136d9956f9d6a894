"""What authors on GitHub expect of a text: each feature with its HTML, written by hand."""

from __future__ import annotations

import time
from zoneinfo import ZoneInfo

import pytest

from generator.read.words import words
from generator.render.body import Body
from generator.render.highlight import highlighted
from generator.render.links import Links
from generator.render.search_text import text_of

BODY = Body({"INC-2026-003"})
HERE = Links.of("incidents/inc-2026-014.md")
BACK = "↩\ufe0e"
JA, EN = (words(language, ZoneInfo("Asia/Tokyo")) for language in ("ja", "en"))


def block(text: str) -> str:
    return str(BODY.block(text, HERE, JA)).strip()


def to(address: str, text: str = "") -> str:
    return f'<a href="{address}" rel="noopener">{text or address}</a>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("詳しくはhttps://example.com/を見る", f"詳しくは{to('https://example.com/')}を見る"),
        ("(https://example.com)", f"({to('https://example.com')})"),
        ("(https://example.com)、http://e.org/x。", f"({to('https://example.com')})、{to('http://e.org/x')}。"),
        ("See https://e.org/a_(b)_c, (https://e.org/_a_/b).",
         f"See {to('https://e.org/a_(b)_c')}, ({to('https://e.org/_a_/b')})."),
        ("www.e.org, 例www.e.org/x!",
         f"{to('http://www.e.org', 'www.e.org')}, 例{to('http://www.e.org/x', 'www.e.org/x')}!"),
        ("**https://e.org/** *www.e.org*",
         f"<strong>{to('https://e.org/')}</strong> <em>{to('http://www.e.org', 'www.e.org')}</em>"),
        ("https://e.org/?a=1&amp;b=2&lt;", f"{to('https://e.org/?a=1&amp;b=2')}&lt;"),
        ("https://e.org/INC-2026-003", to("https://e.org/INC-2026-003")),
        ("HTTPS://e.org", to("HTTPS://e.org")),
        ("<https://e.org/障害>", to("https://e.org/%E9%9A%9C%E5%AE%B3", "https://e.org/障害")),
        ("連絡先:a_b@example.com。", f"連絡先:{to('mailto:a_b@example.com', 'a_b@example.com')}。"),
        ("mailto:a@b.example", to("mailto:a@b.example")),
        ("[https://e.org](https://x.org)", to("https://x.org", "https://e.org")),
        ("`https://e.org`", "<code>https://e.org</code>"),
        *((text, text) for text in ("https://", "www.", "xhttps://e.org", "awww.e.org", "ftp://e.org", "//e.org")),
        *((text, text) for text in ("javascript:alert(1)", "data:text/html,x", "a@b", "a@b.c@d", "a@b.c-")),
    ],
)  # fmt: skip
def test_a_bare_address_becomes_a_link_and_takes_nothing_of_the_sentence(text: str, html: str) -> None:
    assert block(text) == f"<p>{html}</p>"
    assert str(BODY.line(text, HERE)) == html


@pytest.mark.parametrize("kind", ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"])
def test_an_alert_says_its_kind_in_the_language_of_the_page(kind: str) -> None:
    text = f"> [!{kind}]\n> 切り戻しは **手動** です。\n>\n> - 一\n"
    html = (
        f'<div class="fk-alert fk-alert-{kind.lower()}">\n<p class="fk-alert-title">%s</p>\n'
        "<p>切り戻しは <strong>手動</strong> です。</p>\n<ul>\n<li>一</li>\n</ul>\n</div>\n"
    )
    titles = {"NOTE": "補足", "TIP": "ヒント", "IMPORTANT": "重要", "WARNING": "警告", "CAUTION": "注意"}
    assert BODY.block(text, HERE, JA) == html % titles[kind]
    assert BODY.block(text, HERE, EN) == html % kind
    assert text_of(BODY.block(text, HERE, JA)) == "切り戻しは 手動 です。\n一"


@pytest.mark.parametrize("text", ["> [!NOTE] 題\n> a", "> [!DANGER]\n> a", "> a\n> [!NOTE]", "[!NOTE]"])
def test_what_is_no_alert_on_github_is_none_here(text: str) -> None:
    assert "fk-alert" not in block(text)
    assert "[!" in block(text)


def test_footnotes_are_numbered_as_they_are_named_and_lead_there_and_back() -> None:
    html = block("復旧した[^a]。原因は不明[^2]、[^a]。\n\n[^2]: 調査中 `x`\n[^a]: INC-2026-003\n\n    二段目\n")
    mark = html.partition('href="#fn-')[2].partition("-")[0]
    assert html == (
        f'<p>復旧した<sup><a href="#fn-{mark}-1" id="fnref-{mark}-1" rel="noopener">[1]</a></sup>。'
        f'原因は不明<sup><a href="#fn-{mark}-2" id="fnref-{mark}-2" rel="noopener">[2]</a></sup>、'
        f'<sup><a href="#fn-{mark}-1" id="fnref-{mark}-1-2" rel="noopener">[1]</a></sup>。</p>\n'
        '<div class="fk-footnotes">\n<ol>\n'
        f'<li id="fn-{mark}-1"><p>{to("../../incidents/inc-2026-003/", "INC-2026-003")}</p>\n<p>二段目 '
        f"{to(f'#fnref-{mark}-1', BACK)} {to(f'#fnref-{mark}-1-2', BACK + '2')}</p>\n</li>\n"
        f'<li id="fn-{mark}-2"><p>調査中 <code>x</code> {to(f"#fnref-{mark}-2", BACK)}</p>\n</li>\n'
        "</ol>\n</div>"
    )
    assert text_of(html) == "復旧した。原因は不明、。\nINC-2026-003\n二段目\n調査中 x"


def test_two_texts_of_a_page_number_their_notes_apart_and_both_editions_alike() -> None:
    one, other = "a[^1]\n\n[^1]: b", "c[^1]\n\n[^1]: d"
    ids = [set(block(text).split('"')) & set(block(text).replace('"#', '"').split('"')) for text in (one, other)]
    assert not {each for each in ids[0] if "fn" in each} & {each for each in ids[1] if "fn" in each}
    assert Body(set()).block(one, HERE, EN) == Body(set()).block(one, HERE, JA)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("節の外の注[^1]", "<p>節の外の注[^1]</p>"),
        ("[^1]: だれも指さない注", "<p>[^1]: だれも指さない注</p>"),
        ("[^1]:\n    - 一", "<p>[^1]:</p>\n<ul>\n<li>一</li>\n</ul>"),
        ('[^"><script>]: a', "<p>[^\"&gt;&lt;script&gt;]: a</p>"),
    ],
)  # fmt: skip
def test_a_note_without_its_other_half_stays_as_written(text: str, html: str) -> None:
    assert block(text) == html
    assert "[^1]" in BODY.line("一行[^1]", HERE)


def test_of_two_notes_of_one_name_the_first_counts_and_the_second_is_not_lost() -> None:
    assert text_of(block("a[^1]\n\n[^1]: 一\n\n[^1]: 二")) == "a\n[^1]: 二\n一"


def test_code_has_the_colours_of_the_language_that_is_named() -> None:
    html = '<span class="k">return</span> {<span class="s2">"&lt;b&gt;"</span>}  <span class="c1"># `x`</span>\n'
    given = 'return {"<b>"}  # `x`\n'
    for language in ("python", "Python", "py extra"):
        assert block(f"```{language}\n{given}```") == f'<div class="highlight"><pre><code>{html}</code></pre></div>'
    assert block(f"```\n{given}```") == '<pre><code>return {"&lt;b&gt;"}  # `x`\n</code></pre>'


@pytest.mark.parametrize("language", ["mermaid", "plantuml", "text", "no-such", 'py"><script>', "../py"])
def test_what_has_no_colours_is_shown_as_text(language: str) -> None:
    assert block(f"```{language}\ngraph TD; A-->B\n```") == "<pre><code>graph TD; A--&gt;B\n</code></pre>"


@pytest.mark.parametrize(
    "language", ["bash", "console", "diff", "go", "json", "nginx", "python", "sql", "toml", "yaml"]
)
@pytest.mark.parametrize(
    "code", ["\n\n x: 1\n", "- a\n+ b <c>", "\tkubectl get pods | grep 'x' && $Y\n\n", "\ufeffx\r"]
)
def test_colours_change_no_character(language: str, code: str) -> None:
    from html import unescape
    from re import sub

    html = highlighted(code, language)
    assert html == "" or unescape(sub(r"</?span[^>]*>", "", html)) == code


def test_a_kind_without_a_colour_has_that_of_the_kind_above_it() -> None:
    assert highlighted("return None", "python") == '<span class="k">return</span> <span class="k">None</span>'


def test_a_dump_has_no_colours() -> None:
    assert highlighted("x = 1\n" * 3_000, "python")
    assert not highlighted("x = 1\n" * 4_000, "python")


def test_tasks_are_marks_in_every_kind_of_list() -> None:
    assert block("1. [ ] 一\n2. [X] 二\n   - [x] 三\n   - [ ]四") == (
        "<ol>\n<li>☐ 一</li>\n<li>☑ 二\n<ul>\n<li>☑ 三</li>\n<li>[ ]四</li>\n</ul>\n</li>\n</ol>"
    )


def test_two_tildes_strike_and_one_says_how_many() -> None:
    assert block("~~消す~~ 10~20分、30~40分") == "<p><s>消す</s> 10~20分、30~40分</p>"


@pytest.mark.parametrize("tail", [")", ";", "&a;", ".", "&", "(", "**"])
def test_an_address_with_a_long_tail_takes_no_longer_than_it_is(tail: str) -> None:
    text = "https://e.org/x" + tail * 30_000 + " ://" * 30_000
    begun = time.process_time()
    assert block(text).startswith('<p><a href="https://e.org/x')
    assert time.process_time() - begun < 2
