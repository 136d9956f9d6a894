"""The page of worked examples: every sum on it is right, and every figure it names is the one that is printed."""

from __future__ import annotations

import ast
import datetime as dt
import json
import math
import operator
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from generator.check.clock import EPOCH, MICROSECOND
from generator.cli.main import main
from generator.measure.budget import month_budget
from generator.measure.outage import Piece, outage_minutes
from generator.measure.statistics.xmr import xmr_log_chart
from generator.model.month import Month
from generator.model.policy import Availability

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


def told(formula: str) -> float:
    (result,) = [float(result) for text, result, _ in SUMS if text == formula]
    return result


def test_the_control_chart_is_the_programs() -> None:
    chart = xmr_log_chart([12, 45, 30, 8, 600])
    assert chart is not None and not chart.signals
    assert told("37.86 * exp(2.66 * 1.84165)") == pytest.approx(chart.high[0], rel=1e-3)
    assert told("37.86 / exp(2.66 * 1.84165)") == pytest.approx(chart.low[0], rel=2e-3)
    assert chart.centre == pytest.approx(37.86, abs=0.01)


def test_the_outage_is_the_programs() -> None:
    minute = 60_000_000
    first, second = Piece("a", 0, 40 * minute), Piece("b", 30 * minute, 60 * minute)
    assert outage_minutes([first, second]) == told("40 + 30 - 10")
    weighted = [first._replace(weight=0.5), second._replace(weight=0.2)]
    assert outage_minutes(weighted) == pytest.approx(told("40 * 0.5 + 20 * 0.2"))
    october, zone = Month(2026, 10), ZoneInfo("Asia/Tokyo")
    start = october.start(zone)
    pieces = [one._replace(start=one.start + _micro(start), end=one.end + _micro(start)) for one in weighted]
    budget = month_budget(october, pieces, Availability(0.999, "users_affected"), zone, october.end(zone))
    assert budget.budget == pytest.approx(told("31 * 24 * 60 * 0.001"))
    assert budget.used == pytest.approx(told("24 / 44.64"), abs=1e-4)


def _micro(moment: dt.datetime) -> int:
    return (moment - EPOCH) // MICROSECOND


def test_no_sum_is_overlooked() -> None:
    named = re.findall(r"→\s*`([^`]+)`", PAGE)
    assert sorted(named) == sorted(path for _, _, path in SUMS if path)
    assert len(SUMS) > 35 and len(named) > 18
    assert PAGE.count(" = ") - len(re.findall(r"[λznkT] = ", PAGE)) == len(SUMS)
