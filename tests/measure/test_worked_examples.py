"""The page of worked examples: every sum on it is right, and every figure it names is the one that is printed."""

from __future__ import annotations

import ast
import json
import math
import operator
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.cli.main import main

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "worked-examples.md").read_text(encoding="utf-8")
#: `sum = result`, and what follows it where it names a figure: → `months[0].mttr.mean`
SUM = re.compile(r"`([^`=]+) = (-?[\d.,]+)`(?:\s*→\s*`([^`]+)`)?")

_OPERATORS: dict[type, Callable[..., float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
}
_FUNCTIONS = {"exp": math.exp, "log": math.log, "sqrt": math.sqrt}


def worked_out(node: ast.AST) -> float:
    if isinstance(node, ast.Constant):
        return float(node.value)  # type: ignore[arg-type]  # the page has numbers only: others raise
    if isinstance(node, ast.BinOp):
        return _OPERATORS[type(node.op)](worked_out(node.left), worked_out(node.right))
    if isinstance(node, ast.UnaryOp):
        return _OPERATORS[type(node.op)](worked_out(node.operand))
    assert isinstance(node, ast.Call) and isinstance(node.func, ast.Name), ast.dump(node)
    return _FUNCTIONS[node.func.id](*map(worked_out, node.args))


def figure(printed: Any, path: str) -> Any:
    for name, index in re.findall(r"([a-z_0-9]+)|\[(\d+)\]", path):
        printed = printed[name] if name else printed[int(index)]
    return printed


@pytest.fixture(scope="module")
def printed() -> Any:
    (command,) = re.findall(r"^furikaeri (kpi .*)$", PAGE, re.MULTILINE)
    words = [str(ROOT / word) if word.startswith("tests/") else word for word in command.split()]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


SUMS = SUM.findall(PAGE)


@pytest.mark.parametrize(("formula", "result", "path"), SUMS, ids=[formula[:30] for formula, _, _ in SUMS])
def test_every_sum_is_right(formula: str, result: str, path: str, printed: Any) -> None:
    told = float(result.replace(",", ""))
    digits = len(result.partition(".")[2])
    assert worked_out(ast.parse(formula, mode="eval").body) == pytest.approx(told, abs=0.6 * 10**-digits + 2e-7)
    if path:
        assert figure(printed, path) == pytest.approx(told, abs=0.6 * 10**-digits + 2e-7), path


def test_no_sum_is_overlooked() -> None:
    named = re.findall(r"→\s*`([^`]+)`", PAGE)
    assert sorted(named) == sorted(path for _, _, path in SUMS if path)
    assert len(SUMS) > 35 and len(named) > 18
    assert PAGE.count(" = ") - len(re.findall(r"[λznkT] = ", PAGE)) == len(SUMS)
