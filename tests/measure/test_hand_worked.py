"""Fourteen records in `hand_worked/` and every figure `furikaeri kpi` prints of them, worked out by hand.

As of 2026-05-10 12:00 (all times +09:00). `a`cknowledged, `m`itigated, `r`esolved; values in minutes.

| id  | sev | started      | TTD | TTA (det → a)            | TTM  | TTR  | detected → r |
|-----|-----|--------------|-----|--------------------------|------|------|--------------|
| 001 | P0  | 01-05 10:00  |   5 |   15 met, at the limit   |   40 |   60 |   55         |
| 002 | P1  | 01-20 22:00  |  10 |   61 missed by a minute  |   90 |  120 |  110         |
| 003 | a drill                                                                        |
| 004 | P2  | 01-31 23:30  |  10 |   20 met                 |   40 |   60 |   50         |
| 005 | P1  | unknown, detected 02-10 | ? | 30 met          |    ? |    ? |   60         |
| 006 | P2  | 02-20 12:00  |   ? |    ? unknown             |   60 |  180 |    ?         |
| 007 | exclude_from_kpi                                                               |
| 008 | P2  | 04-01 00:00 (03-31 15:00 in UTC) | 30 | 240 met, at the limit | ? | 360 | 330 |
| 009 | P3  | 04-28 14:00  |  60 | 2881 missed: 180 Tuesday, 0 Showa Day, 361 Thursday = 541 business minutes
|     |     |              |     |                          | 2971 | 3000 | 2940         |
| 010 | P1  | 04-30 12:00  |   0 | open 14400, missed       | open 14400 | open 14400 | open 14400 |
| 011 | P3  | 05-01 14:30  |  30 | 8640 met: 180 Friday, 0 to 05-06, 360 Thursday = 540 business minutes
|     |     |              |     |                          | 8700 | 8730 | 8700         |
| 012 | P1  | 05-10 09:00  |   1 |    1 met                 |  120 | open 180 | open 179 |
| 013 | P1  | 05-10 11:00  |  20 | open 40, pending         | open 60 | open 60 | open 40   |
| 014 | detected 05-10 12:30: not known yet                                            |
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.cli.main import main

ROOT = Path(__file__).with_name("hand_worked")
AS_OF = "2026-05-10T12:00+09:00"
NONE: dict[str, Any] = {"mttd": None, "mtta": None, "mttm": None, "mttr": None, "mrt": None}

# Garwood: the λ at which P(X >= count) and P(X <= count) are 2.5 %; `test_garwood` puts them in.
NO, TWO, THREE = [0, 3.6888794541139367], [0.24220927854396518, 7.224687667723961], [0.6186721228956, 8.767273069742327]
ELEVEN = [5.491160367236832, 19.682038513301954]
# Wilson: (k + z²/2 ± z sqrt(k(n - k)/n + z²/4)) / (n + z²), z = 1.9599640
W1_1, W0_2, W2_2 = [0.20654931437723745, 1.0], [0.0, 0.657619772493347], [0.342380227506653, 1.0]
W1_3, W2_3 = [0.06149194472039621, 0.7923403991979523], [0.20765960080204765, 0.9385080552796037]
W3_6, W6_9 = [0.18761630648265043, 0.8123836935173496], [0.35420213558039626, 0.8794161816130891]
# Visible ratio: exp(-1.27 d) with the effect d at which the t test of n1 and n2 values has 80 % power
# (its power integrated numerically over the chi distribution): d = 20.005, 6.5281, 5.6535, 3.0709.
SEEN = {(1, 2): 9.2505153e-12, (1, 3): 2.5084618e-4, (2, 2): 7.6172012e-4, (3, 3): 2.0241240e-2}


def ids(*numbers: int) -> list[str]:
    return [f"INC-2026-{number:03d}" for number in numbers]


def rate(of: list[str], interval: list[float], per_30: float, levels: dict[str, int], **more: Any) -> dict[str, Any]:
    found = {"count": len(of), "interval": interval, "per_30_days": per_30, "by_severity": levels, "ids": of}
    return found | {"expected": None, "verdict": None} | more


def span(
    closed: tuple[int, ...], mean: float | None, median: float | None, p90: float | None, km: float | None,
    *, unknown: tuple[int, ...] = (), still: tuple[int, ...] = (), median_interval: list[float] | None = None,
) -> dict[str, Any]:  # fmt: skip
    return {
        "n": len(closed), "unknown": len(unknown), "open": len(still), "mean": mean, "median": median, "p90": p90,
        "mean_interval": None,  # fewer than ten values everywhere
        "median_interval": median_interval, "km_median": km,
        "ids": ids(*closed), "unknown_ids": ids(*unknown), "open_ids": ids(*still),
    }  # fmt: skip


def change(against: str, n: tuple[int, int], ratio: float, p: float) -> dict[str, Any]:
    seen = SEEN.get((min(n), max(n)))  # one value in each group: a t test has no degree of freedom left
    # Holm: the smallest p, 0.25 or 2/3, times the number of the month's comparisons, never fewer than 4, reaches 1
    found = {"against": against, "n": list(n), "ratio": ratio, "p": p, "p_adjusted": 1, "visible_ratio": seen}
    return found | {"verdict": "consistent"}


def target(
    met: tuple[int, ...], missed: tuple[int, ...], pending: tuple[int, ...], unknown: tuple[int, ...],
    judged: tuple[float, list[float]] | tuple[None, None],
) -> dict[str, Any]:  # fmt: skip
    share, interval = judged
    return {
        "met": len(met), "missed": len(missed), "pending": len(pending), "unknown": len(unknown), "rate": share,
        "interval": interval, "met_ids": ids(*met), "missed_ids": ids(*missed), "unknown_ids": ids(*unknown),
        "pending_ids": ids(*pending),
    }  # fmt: skip


def mix(
    levels: dict[str, int], reference: tuple[str, str, dict[str, int]] | None = None, p: float | None = None
) -> dict[str, Any]:
    """Return a mix that is not told from its reference: none here is."""
    against = reference and dict(zip(("from", "to", "counts"), reference, strict=True))
    for row in (found := {"counts": levels}, *([against] if against else [])):
        counts: Any = row["counts"]
        row["shares"] = {name: count / sum(counts.values()) for name, count in counts.items()}
    return {
        **found, "n": sum(levels.values()), "reference": against, "p": p,
        "moved": None if p is None else False, "standardised": None,
    }  # fmt: skip


def recurrence(eligible: tuple[int, ...], recurred: tuple[int, ...], repeats: tuple[int, ...],
               share: float | None, interval: list[float] | None) -> dict[str, Any]:  # fmt: skip
    return {
        "eligible": len(eligible), "recurred": len(recurred), "rate": share, "interval": interval,
        "repeats": len(repeats), "ids": ids(*recurred), "repeat_ids": ids(*repeats),
        "eligible_ids": ids(*eligible),
    }  # fmt: skip


JANUARY = {
    "month": "2026-01", "provisional": False, "exposure_days": 31,
    "incident_rate": rate(ids(1, 2, 4), THREE, 90 / 31, {"P0": 1, "P1": 1, "P2": 1}),
    # 5 10 10: mean 25/3; p90 stands at 1.8 of 0..2; Kaplan-Meier 2/3 at 5, 0 at 10
    "mttd": span((1, 2, 4), 25 / 3, 10, 10, 10),
    "mtta": span((1, 2, 4), 32, 20, 52.8, 20),  # 15 20 61: 20 + 0.8 × 41
    "mttm": span((1, 2, 4), 170 / 3, 40, 80, 40),  # 40 40 90: 40 + 0.8 × 50
    "mttr": span((1, 2, 4), 80, 60, 108, 60),  # 60 60 120: 60 + 0.8 × 60; 004 ends in February and counts here
    "mrt": span((1, 2, 4), 215 / 3, 55, 99, 55),  # 50 55 110: 55 + 0.8 × 55
    "change": NONE,
    "response_target": target((1, 4), (2,), (), (), (2 / 3, W2_3)),
    # 001 by 002 (same fingerprint, 15 days on); 002 by 005 (confirmed, 20 days on); 004 not
    "recurrence_rate": recurrence((1, 2, 4), (1, 2), (2,), 2 / 3, W2_3),
    "severity_mix": mix({"P0": 1, "P1": 1, "P2": 1}),
}  # fmt: skip

FEBRUARY = {
    "month": "2026-02", "provisional": False, "exposure_days": 28,
    "incident_rate": rate(ids(5, 6), TWO, 60 / 28, {"P1": 1, "P2": 1}),
    "mttd": span((), None, None, None, None, unknown=(5, 6)),
    "mtta": span((5,), 30, 30, 30, 30, unknown=(6,)),
    "mttm": span((6,), 60, 60, 60, 60, unknown=(5,)),
    "mttr": span((6,), 180, 180, 180, 180, unknown=(5,)),
    "mrt": span((5,), 60, 60, 60, 60, unknown=(6,)),
    # One value against January's three: four arrangements. With the geometric mean g of the four, as many count
    # as lie no nearer to g than the one observed.
    "change": NONE | {
        "mtta": change("2026-01", (3, 1), 30 / (15 * 20 * 61) ** (1 / 3), 1),  # g 27.2: nothing is nearer than 30
        "mttm": change("2026-01", (3, 1), 60 / (40 * 40 * 90) ** (1 / 3), 1),  # g 54.2: nothing is nearer than 60
        "mttr": change("2026-01", (3, 1), 3 / 2 ** (1 / 3), 0.25),  # 180 / ∛432000; g 93.9: nothing is as far as 180
        "mrt": change("2026-01", (3, 1), 60 / (50 * 55 * 110) ** (1 / 3), 1),  # g 65.3: nothing is nearer than 60
    },
    "response_target": target((5,), (), (), (6,), (1, W1_1)),
    "recurrence_rate": recurrence((5, 6), (), (5,), 0, W0_2),  # 006 came back as 008, 39 days on: outside the window
    # two of five: each of the ten ways has a chance of 1/10, so none could be called a move
    "severity_mix": mix({"P1": 1, "P2": 1}, ("2026-01", "2026-01", {"P0": 1, "P1": 1, "P2": 1})),
}  # fmt: skip

MARCH = {
    "month": "2026-03", "provisional": False, "exposure_days": 31,
    "incident_rate": rate([], NO, 0, {}),
    **{name: span((), None, None, None, None) for name in NONE},
    "change": NONE,
    "response_target": target((), (), (), (), (None, None)),
    "recurrence_rate": recurrence((), (), (), None, None),
    "severity_mix": mix({}, ("2026-01", "2026-02", {"P0": 1, "P1": 2, "P2": 2})),
}  # fmt: skip

APRIL = {
    "month": "2026-04", "provisional": True, "exposure_days": 30,
    # NegBin(5 + ½, 3/4) after 3, 2 and 0: P(X <= 5) = 0.97363, P(X <= 6) = 0.98947; P(0) = 0.206
    "incident_rate": rate(ids(8, 9, 10), THREE, 3, {"P1": 1, "P2": 1, "P3": 1}, expected=[0, 6], verdict="inside"),
    "mttd": span((8, 9, 10), 30, 30, 54, 30),  # 0 30 60: 30 + 0.8 × 30
    # 240 2881: 240 + 0.9 × 2641; with 14400 open: 2/3 at 240, 1/3 at 2881
    "mtta": span((8, 9), 1560.5, 1560.5, 2616.9, 2881, still=(10,)),
    "mttm": span((9,), 2971, 2971, 2971, 2971, unknown=(8,), still=(10,)),  # one half at 2971
    "mttr": span((8, 9), 1680, 1680, 2736, 3000, still=(10,)),  # 360 3000: 360 + 0.9 × 2640
    "mrt": span((8, 9), 1635, 1635, 2679, 2940, still=(10,)),  # 330 2940: 330 + 0.9 × 2610
    "change": {
        # 0 counts as half a minute: 30 × 60 × ½ = 900 against 5 × 10 × 10 = 500. Of all twenty choices of three out
        # of the six, none has a product between 500 and 900.
        "mttd": change("2026-01", (3, 3), 1.8 ** (1 / 3), 1),
        # g 275, 241, 388: of the three, the one value of February and the largest are that far
        "mtta": change("2026-02", (1, 2), math.sqrt(240 * 2881) / 30, 2 / 3),
        "mttm": change("2026-02", (1, 1), 2971 / 60, 1),
        "mttr": change("2026-02", (1, 2), 10 / math.sqrt(3), 2 / 3),  # √(360 × 3000) / 180
        "mrt": change("2026-02", (1, 2), math.sqrt(330 * 2940) / 60, 2 / 3),
    },
    "response_target": target((8,), (9, 10), (), (), (1 / 3, W1_3)),
    # 008 by 010; the windows of 009 (to 05-30) and 010 (open) have not elapsed
    "recurrence_rate": recurrence((8,), (8,), (10,), 1, W1_1),
    # Three of eight, of which P0 1, P1 3, P2 3, P3 1. With x of K of a severity, chi-square rises with Σ x²/K: here
    # 1/3 + 1/3 + 1. The least there is: 4/3 + 1/3, and 1 + 1/3 + 1/3, are the same. All three P1 or all three P2 would
    # have been rare (2 of 56 ways), so there is a p.
    "severity_mix": mix({"P1": 1, "P2": 1, "P3": 1}, ("2026-01", "2026-03", {"P0": 1, "P1": 2, "P2": 2}), 1),
}  # fmt: skip

MAY = {
    "month": "2026-05", "provisional": True, "exposure_days": 9.5,
    # NegBin(8 + ½, 4/5) after 3, 2, 0 and 3: P(X <= 5) = 0.96347, P(X <= 6) = 0.98542. A running month has no
    # verdict but "above": it is not over.
    "incident_rate": rate(ids(11, 12, 13), THREE, 90 / 9.5, {"P1": 2, "P3": 1}, expected=[0, 6]),
    "mttd": span((11, 12, 13), 17, 20, 28, 20),  # 1 20 30: 20 + 0.8 × 10
    # 1 8640: 1 + 0.9 × 8639; 2/3 at 1, 40 is open, nobody left at 8640
    "mtta": span((11, 12), 4320.5, 4320.5, 7776.1, 8640, still=(13,)),
    # 120 8700: 120 + 0.9 × 8580; 60 is open, one of two left at 120
    "mttm": span((11, 12), 4410, 4410, 7842, 120, still=(13,)),
    "mttr": span((11,), 8730, 8730, 8730, 8730, still=(12, 13)),
    "mrt": span((11,), 8700, 8700, 8700, 8700, still=(12, 13)),
    "change": {
        # 600 against 900; no product of three lies between, and 600 itself is as far from the middle as 900
        "mttd": change("2026-04", (3, 3), (2 / 3) ** (1 / 3), 1),
        # pairs 240 × 2881 and 1 × 8640 lie on both sides of √(all four), nearer than any other pairs
        "mtta": change("2026-04", (2, 2), math.sqrt(8640 / (240 * 2881)), 1),
        "mttm": change("2026-04", (1, 2), math.sqrt(120 * 8700) / 2971, 1),  # g 1458: nothing is nearer than 2971
        "mttr": change("2026-04", (2, 1), 8730 / math.sqrt(360 * 3000), 2 / 3),  # g 2113: 360 is farther, 3000 nearer
        "mrt": change("2026-04", (2, 1), 8700 / math.sqrt(330 * 2940), 2 / 3),  # g 2036: 330 is farther, 2940 nearer
    },
    "response_target": target((11, 12), (), (13,), (), (1, W2_2)),
    "recurrence_rate": recurrence((), (), (), None, None),
    # Three of eleven, of which P0 1, P1 5, P2 3, P3 2: 4/5 + 1/2 = 1.3. Less have P1 P1 P2 (4/5 + 1/3; 10 · 3 ways)
    # and P1 P2 P3 (1/5 + 1/3 + 1/2; 5 · 3 · 2 ways): p = (165 - 60) / 165
    "severity_mix": mix({"P1": 2, "P3": 1}, ("2026-01", "2026-04", {"P0": 1, "P1": 3, "P2": 3, "P3": 1}), 7 / 11),
}  # fmt: skip

TOTAL = {
    "month": None, "provisional": True, "exposure_days": 129.5,  # 31 + 28 + 31 + 30 + 9.5
    "incident_rate": rate(ids(1, 2, 4, 5, 6, 8, 9, 10, 11, 12, 13), ELEVEN, 330 / 129.5,
                          {"P0": 1, "P1": 5, "P2": 3, "P3": 2}),
    # 0 1 5 10 10 20 30 30 60: p90 at 7.2 of 0..8; the 2nd and the 8th hold the median (96.1 %); 4 of 9 left after 10
    "mttd": span((1, 2, 4, 8, 9, 10, 11, 12, 13), 166 / 9, 10, 36, 10, unknown=(5, 6), median_interval=[1, 30]),
    # 1 15 20 30 | 61 240 2881 8640: p90 at 6.3: 2881 + 0.3 × 5759; open 40 and 14400:
    # 9/10 8/10 7/10 6/10, then five left: 6/10 × 4/5 = 0.48 at 61
    "mtta": span((1, 2, 4, 5, 8, 9, 11, 12), 11888 / 8, 45.5, 4608.7, 61, unknown=(6,), still=(10, 13),
                 median_interval=[1, 8640]),
    # 40 40 60 90 120 2971 8700: p90 at 5.4: 2971 + 0.4 × 5729; open 60 and 14400:
    # 7/9 at 40, 6/9 at 60 (before the open one), × 4/5 at 90, × 3/4 = 0.4 at 120
    "mttm": span((1, 2, 4, 6, 9, 11, 12), 12021 / 7, 90, 5262.6, 120, unknown=(5, 8), still=(10, 13),
                 median_interval=[40, 8700]),
    # 60 60 120 180 360 3000 8730: 3000 + 0.4 × 5730; open 60, 180, 14400:
    # 8/10 at 60, × 6/7 at 120, × 5/6 = 4/7 at 180, × 3/4 = 3/7 at 360
    "mttr": span((1, 2, 4, 6, 8, 9, 11), 12510 / 7, 180, 5292, 360, unknown=(5,), still=(10, 12, 13),
                 median_interval=[60, 8730]),
    # 50 55 60 110 330 2940 8700: 2940 + 0.4 × 5760; open 40, 179, 14400: 5/9 at 110, × 3/4 = 5/12 at 330
    "mrt": span((1, 2, 4, 5, 8, 9, 11), 12245 / 7, 110, 5244, 330, unknown=(6,), still=(10, 12, 13),
                median_interval=[50, 8700]),
    "change": NONE,
    "response_target": target((1, 4, 5, 8, 11, 12), (2, 9, 10), (13,), (6,), (2 / 3, W6_9)),
    "recurrence_rate": recurrence((1, 2, 4, 5, 6, 8), (1, 2, 8), (2, 5, 10), 0.5, W3_6),
    "severity_mix": mix({"P0": 1, "P1": 5, "P2": 3, "P3": 2}),
}  # fmt: skip

EXPECTED = {
    "schema": "furikaeri/kpi/1",
    "as_of": "2026-05-10T12:00:00+09:00",
    "timezone": "Asia/Tokyo",
    "records": {
        "read": 14,
        "counted": 11,
        "outside": 0,
        "excluded": [
            {"id": "INC-2026-003", "reason": "drill"},
            {"id": "INC-2026-007", "reason": "自社の障害ではない"},
            {"id": "INC-2026-014", "reason": "not yet known at as_of"},
        ],
    },
    "months": [JANUARY, FEBRUARY, MARCH, APRIL, MAY],
    "total": TOTAL,
}


@pytest.fixture(scope="module")
def printed() -> dict[str, Any]:
    result = CliRunner().invoke(main, ["kpi", "--format", "json", "--as-of", AS_OF, "--root", str(ROOT)])
    assert result.exit_code == 0, result.output
    document: dict[str, Any] = json.loads(result.stdout)
    return document


def differences(found: Any, expected: Any, where: str = "") -> list[str]:
    """Name every place where two documents differ; numbers may differ by one part in a million at most."""
    if isinstance(expected, dict) and isinstance(found, dict):
        keys = sorted(expected.keys() | found.keys())
        return [d for k in keys for d in differences(found.get(k, "missing"), expected.get(k, "extra"), f"{where}/{k}")]
    if isinstance(expected, list) and isinstance(found, list) and len(found) == len(expected):
        pairs = zip(found, expected, strict=True)
        return [d for i, (one, other) in enumerate(pairs) for d in differences(one, other, f"{where}/{i}")]
    plain = isinstance(expected, bool | str | list | dict) or expected is None or isinstance(found, bool | str | None)
    same = found == expected if plain else found == pytest.approx(expected, rel=1e-6, abs=1e-12)
    return [] if same else [f"{where}: {found!r} instead of {expected!r}"]


@pytest.mark.parametrize("index", range(5), ids=["January", "February", "March", "April", "May"])
def test_month(printed: dict[str, Any], index: int) -> None:
    assert differences(printed["months"][index], EXPECTED["months"][index]) == []  # type: ignore[index]  # a list


def test_total(printed: dict[str, Any]) -> None:
    assert differences(printed["total"], TOTAL) == []


def test_the_rest_of_the_document(printed: dict[str, Any]) -> None:
    assert len(printed["months"]) == 5
    assert {key: printed[key] for key in EXPECTED if key not in ("months", "total")} == {
        key: value for key, value in EXPECTED.items() if key not in ("months", "total")
    }
    assert printed.keys() == EXPECTED.keys() | {"contracts"}


def test_differences_are_seen() -> None:
    wrong = json.loads(json.dumps(JANUARY))
    wrong["mttr"]["p90"] = 108.001
    wrong["mtta"]["mean"] = None
    del wrong["mrt"]["ids"]
    assert [line.split(":")[0] for line in differences(wrong, JANUARY)] == ["/mrt/ids", "/mtta/mean", "/mttr/p90"]


@pytest.mark.parametrize(("count", "interval"), [(0, NO), (2, TWO), (3, THREE), (11, ELEVEN)])
def test_garwood(count: int, interval: list[float]) -> None:
    def at_most(k: int, mean: float) -> float:
        return sum(math.exp(-mean) * mean**i / math.factorial(i) for i in range(k + 1))

    low, high = interval
    assert at_most(count, high) == pytest.approx(0.025, rel=1e-9)
    assert low == 0 if count == 0 else 1 - at_most(count - 1, low) == pytest.approx(0.025, rel=1e-9)
