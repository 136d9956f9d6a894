"""Real records cut up, doubled, swapped, transposed and encoded anew: the laws hold of whatever comes out."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.check.check import check
from generator.measure.document import as_json
from generator.measure.measure import measure
from generator.read.records import read
from tests.check.laws import examples, hold
from tests.check.support import AS_OF, put
from tests.check.test_never_raises import PIECES

ROOT = Path(__file__).parents[2]
FILES = {file.relative_to(ROOT).as_posix(): file.read_bytes() for file in sorted((ROOT / "incidents").rglob("*.md"))}
FILES = {path: data for path, data in FILES.items() if not path.endswith("README.md")}
ENCODINGS = ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp932", "euc_jp", "iso2022_jp", "latin-1"]


@st.composite
def places(draw: st.DrawFn, size: int) -> tuple[int, int]:
    """Two offsets in order, seldom far from each other."""
    start = draw(st.integers(0, size))
    return start, min(size, start + draw(st.integers(0, 40) | st.integers(0, size)))


def characters(draw: st.DrawFn, text: str) -> str:
    """Return a text with a piece cut, doubled, swapped with another, or put in."""
    start, end = draw(places(len(text)))
    deed = draw(st.sampled_from(["cut", "double", "swap", "insert", "elsewhere"]))
    if deed == "cut":
        return text[:start] + text[end:]
    if deed == "double":
        return text[:end] + text[start:]
    if deed == "swap":
        middle = (start + end) // 2
        return text[:start] + text[middle:end] + text[start:middle] + text[end:]
    piece = draw(PIECES) if deed == "insert" else text[slice(*draw(places(len(text))))]
    return text[:start] + piece + text[end if draw(st.booleans()) else start :]


def lines(draw: st.DrawFn, text: str) -> str:
    """Return a text with two of its lines transposed, one away, or one twice; or with other line ends."""
    every = text.split("\n")
    one, other = (draw(st.integers(0, len(every) - 1)) for _ in range(2))
    deed = draw(st.sampled_from(["swap", "drop", "double", "indent", "ends"]))
    if deed == "swap":
        every[one], every[other] = every[other], every[one]
    elif deed == "drop":
        del every[one]
    elif deed == "double":
        every.insert(other, every[one])
    elif deed == "indent":
        every[one] = draw(st.sampled_from(["  ", "\t", "    ", "\u3000"])) + every[one]
    else:
        return draw(st.sampled_from(["\r", "\r\n", "\n\r", "\x85", "\N{LINE SEPARATOR}"])).join(every)
    return "\n".join(every)


def flipped(draw: st.DrawFn, data: bytes) -> bytes:
    """Return bytes with some changed."""
    changed = bytearray(data)
    for _ in range(draw(st.integers(1, 8))):
        if changed:
            changed[draw(st.integers(0, len(changed) - 1))] = draw(st.integers(0, 255))
    return bytes(changed)


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, bytes]:
    """The path and the bytes of a real record after a few accidents."""
    path = draw(st.sampled_from(list(FILES)))
    text = FILES[path].decode("utf-8")
    for _ in range(draw(st.integers(1, 6))):
        text = draw(st.sampled_from([characters, characters, lines]))(draw, text)
    data = text.encode("utf-8")
    last = draw(st.sampled_from(["", "", "", "", "flip", "encode", "truncate"]))
    if last == "flip":
        data = flipped(draw, data)
    elif last == "encode":
        data = text.encode(draw(st.sampled_from(ENCODINGS)), "replace")
    elif last == "truncate":
        data = data[: draw(st.integers(0, len(data)))]
    return path, data


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder kept for all examples: making one each time would take longer than the check."""
    return tmp_path_factory.mktemp("mutations")


def put_alone(root: Path, path: str, data: bytes) -> None:
    shutil.rmtree(root / "incidents", ignore_errors=True)
    file = root / path
    file.parent.mkdir(parents=True)
    file.write_bytes(data)


@examples(100)
@given(made=mutated())
def test_a_real_record_after_accidents(made: tuple[str, bytes], root: Path) -> None:
    put_alone(root, *made)
    hold(root)


def test_the_figures_of_what_is_left_of_a_damaged_casebook(root: Path) -> None:
    draw = random.Random(20261125)
    shutil.rmtree(root / "incidents", ignore_errors=True)
    for path, data in FILES.items():
        at, length = draw.randrange(len(data)), draw.randrange(60)
        put(root, {path: data[:at] + draw.randbytes(draw.randrange(3)) + data[at + length :]})
    result = check(read(root), AS_OF, future=AS_OF)
    assert result.unusable and result.incidents
    table = measure(result.incidents, result.policy, AS_OF, read=result.records)
    assert json.loads(as_json(table))["records"]["read"] == result.records
