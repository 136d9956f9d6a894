"""Every key of a policy, by the names that the file uses."""

from __future__ import annotations

from pathlib import Path

from generator.check.policy_keys import policy_keys
from generator.read.records import read_policy
from tests.check.support import put


def keys(root: Path, policy: str | None = None) -> dict[str, object]:
    return policy_keys(read_policy(put(root, {} if policy is None else {"incidents/policy.yml": policy})))


def test_the_defaults_are_among_them(tmp_path: Path) -> None:
    found = keys(tmp_path)
    assert found["timezone"] == "Asia/Tokyo"
    assert found["severities.P1.response.minutes"] == "60" and found["severities.P2.escalate_to"] is None
    assert found["severities"] == ["P0", "P1", "P2", "P3"] and found["severities.P2.channels"] == ["internal"]
    assert isinstance(found["requirements"], list) and isinstance(found["requirements"][0], dict)


def test_only_what_is_written_otherwise_differs(tmp_path: Path) -> None:
    default = keys(tmp_path / "a")
    other = keys(tmp_path / "b", 'severities: {P1: {response: {minutes: 45}}, P3: null}\nlocale: "ja"\n')
    differ = {key for key in default.keys() | other.keys() if default.get(key) != other.get(key)}
    assert {key for key in differ if not key.startswith("severities.P3.")} == {
        "severities.P1.response.minutes", "severities",
    }  # fmt: skip
    assert other["severities"] == ["P0", "P1", "P2"] and "severities.P3.response.minutes" not in other


def test_a_broken_file_says_what_can_be_read(tmp_path: Path) -> None:
    assert keys(tmp_path / "a", "recurrence: {window_days: soon}\nx: 1\n")["recurrence.window_days"] == "soon"
    assert keys(tmp_path / "b", "- a list\n") == keys(tmp_path / "c")
