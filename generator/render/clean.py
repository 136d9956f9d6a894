"""The last word on an author's HTML: a narrow list of tags, attributes, classes and schemes; all else goes."""

from __future__ import annotations

import nh3

#: What Material's style sheet colours in code; a token of another kind is coloured as the kind it belongs to.
COLOURED = frozenset({
    "k", "kd", "kn", "kp", "kr", "kt",
    "l", "m", "mb", "mf", "mh", "mi", "mo", "il",
    "s", "s1", "s2", "sb", "sc", "sd", "se", "sh", "si", "sr", "ss", "sx",
    "c", "c1", "ch", "cm", "cp", "cpf", "cs",
    "bp", "na", "nb", "nc", "nd", "ne", "nf", "ni", "nl", "nn", "no", "nt", "nv", "vc", "vg", "vi", "ow",
    "gd", "ge", "gh", "gi", "go", "gp", "gr", "gs", "gt", "gu",
})  # fmt: skip
ALERTS = ("note", "tip", "important", "warning", "caution")

_TAGS = {
    "a", "blockquote", "br", "code", "div", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s", "span",
    "strong", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "id"}, "div": {"tabindex"}, "li": {"id"}, "ol": {"start"}, "th": {"scope"}}
_CLASSES = {
    "div": {"fk-scroll", "fk-alert", *(f"fk-alert-{kind}" for kind in ALERTS), "fk-footnotes", "highlight"},
    "p": {"fk-alert-title"},
    "span": set(COLOURED),
    "td": {"fk-n"},
    "th": {"fk-n"},
}
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    allowed_classes=_CLASSES,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener",
)


def cleaned(html: str) -> str:
    """Return HTML with nothing in it but what is listed here; what is clean stays as it is."""
    return _CLEANER.clean(html)
