"""What the YAML parser says, in words that tell what to look for; imported only where a file cannot be read."""

from __future__ import annotations

from generator.read.tree import Problem

_SAID = {
    "mapping values are not allowed in this context": "値の中に「: 」があるか、字下げがずれています",
    "found character that cannot start any token": "値はこの文字で始められません(字下げのタブなど)",
    "found a tab character that violates indentation": "字下げにタブがあります",
    "found a tab character where an indentation space is expected": "字下げにタブがあります",
    "could not find expected ':'": "項目名の後に「:」がありません",
    "did not find expected key": "字下げがずれているか、引用符の後に余計な文字があります",
    "did not find expected ',' or '}'": "「{」に対する「}」か、間の「,」がありません",
    "did not find expected ',' or ']'": "「[」に対する「]」か、間の「,」がありません",
    "did not find expected '-' indicator": "リストの項目が「- 」で始まっていません",
    "did not find expected node content": "値がありません",
    "did not find expected alphabetic or numeric character": "値が「*」か「&」で始まっています",
    "did not find expected whitespace or line break": "ここには空白が要ります",
    "did not find expected <document start>": "項目ではない行があります",
    "block sequence entries are not allowed in this context": "ここに「- 」は書けません",
    "mapping keys are not allowed in this context": "ここに項目は書けません",
    "found unexpected end of stream": "引用符か括弧が閉じていません",
    "found unexpected document indicator": "引用符か括弧が閉じないまま --- が来ました",
    "found unexpected ':'": "ここに「:」は書けません",
    "found unknown escape character": '"…" の中の「\\」の後の文字が使えません',
    "found undefined tag handle": "値が「!」で始まっています",
    "control characters are not allowed": "見えない制御文字があります",
    "nested too deeply": "入れ子が深すぎます",
    "but found another document": "--- の後に二つ目の文書があります",
}


def told(problem: Problem) -> dict[str, str]:
    """Return the values of a reader's problem; what the parser says is there in Japanese too, where that is known."""
    detail = problem.values.get("detail", "")
    return {**problem.values, "detail_ja": _SAID.get(detail, detail)}
