"""The records that a branch touches are checked in full, with everything else as context; the cache is only a cache."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from generator.check.check import Checked, check
from generator.check.sets.cache import load
from generator.check.sets.changed import Changed, read_changed
from generator.read.cache import CACHE
from generator.read.git import Asked, GitFailed, usual_base
from generator.read.records import read
from tests.check.support import AS_OF, VALID, edited, put
from tests.read.git_support import git


def record(number: int, *changes: tuple[str, str]) -> str:
    return edited(("INC-2026-014", f"INC-2026-{number:03d}"), ("[mks-backend]", f"[s{number}]"), *changes)


def path(number: int) -> str:
    return f"incidents/2026/INC-2026-{number:03d}.md"


def refers(number: int, other: int) -> str:
    return record(number, ("severity: P1\n", f"severity: P1\nrecurrence_of: INC-2026-{other:03d}\n"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository whose main has five records, one of them with a mistake and one that refers to another."""
    git(tmp_path, "init", "-q", "-b", "main")
    files = {path(number): record(number) for number in (1, 2, 3)}
    files[path(4)] = refers(4, 1)
    files[path(5)] = record(5, ("35%", "350%"))
    put(tmp_path, files)
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "Records")
    git(tmp_path, "checkout", "-qb", "work")
    return tmp_path


def look(root: Path, base: str = "main") -> tuple[Changed, Checked]:
    changed = read_changed(root, Asked(root, "incidents", base))
    return changed, check(changed.records, AS_OF, future=AS_OF, others=changed.others)


def told(result: Checked) -> list[tuple[str, str]]:
    return [(finding.name, finding.path) for finding in result.findings]


def test_nothing_touched_is_nothing_checked(root: Path) -> None:
    changed, result = look(root)
    assert result.records == 0 and result.others == 5 and result.exit_code() == 0
    assert changed.records.incidents == ()


@pytest.mark.parametrize("how", ["committed", "staged", "unstaged", "untracked"])
def test_only_what_is_touched_is_checked_however_far_it_got(how: str, root: Path) -> None:
    number = 6 if how == "untracked" else 2
    put(root, {path(number): record(number, ("severity: P1", "severity: P9"))})
    if how in ("committed", "staged"):
        git(root, "add", "-A")
    if how == "committed":
        git(root, "commit", "-qm", "Slip")
    _, result = look(root)
    assert told(result) == [("unknown-value", path(number))]
    assert result.records == 1


def test_what_main_did_meanwhile_is_not_the_branchs(root: Path) -> None:
    git(root, "checkout", "-q", "main")
    put(root, {path(1): record(1, ("severity: P1", "severity: P9"))})
    git(root, "commit", "-qam", "Elsewhere")
    git(root, "checkout", "-q", "work")
    assert told(look(root)[1]) == []


def test_an_id_used_by_an_untouched_record_is_seen_on_the_new_one(root: Path) -> None:
    put(root, {"incidents/2025/INC-2026-003.md": record(3)})
    _, result = look(root)
    assert [one for one in told(result) if one[0] == "duplicate-id"] == [
        ("duplicate-id", "incidents/2025/INC-2026-003.md")
    ]
    assert path(3) in next(f.message for f in result.findings if f.name == "duplicate-id")


def test_references_to_untouched_records_are_fine_and_others_are_not(root: Path) -> None:
    put(root, {path(6): refers(6, 3), path(7): refers(7, 99)})
    assert told(look(root)[1]) == [("dangling-reference", path(7))]


def test_who_loses_the_record_it_refers_to_is_told(root: Path) -> None:
    git(root, "rm", "-q", path(1))
    assert told(look(root)[1]) == [("dangling-reference", path(4))]
    git(root, "reset", "-q", "--hard")
    git(root, "mv", path(1), path(8))
    put(root, {path(8): record(8)})
    assert told(look(root)[1]) == [("dangling-reference", path(4))]


def test_a_circle_closed_by_the_branch_is_seen(root: Path) -> None:
    put(root, {path(1): refers(1, 4)})
    _, result = look(root)
    assert told(result) == [("recurrence-cycle", path(1))]


def test_a_touched_policy_touches_every_record(root: Path) -> None:
    put(root, {"incidents/policy.yml": "locale: en\n"})
    changed, result = look(root)
    assert changed.others is None and result.records == 5 and told(result) == [("wrong-type", path(5))]


def test_what_is_no_record_does_not_count(root: Path) -> None:
    put(root, {"incidents/README.md": "x", "incidents/_draft/INC-2026-009.md": "x", "incidents/2026/log.txt": "x",
               "docs/INC-2026-010.md": "x", "incidents/reviews/2026-10.md": "---\nmonth: 2026-10\n---\n"})  # fmt: skip
    changed, result = look(root)
    assert result.records == 0 and len(changed.records.reviews) == 1 and told(result) == []


def test_a_folder_named_like_a_record_is_told(root: Path) -> None:
    put(root, {"incidents/2026/INC-2026-020.md/inside.md": VALID})
    assert told(look(root)[1]) == [("not-a-file", "incidents/2026/INC-2026-020.md")]


def test_a_link_out_of_the_tree_is_told_when_touched_and_harmless_as_context(root: Path) -> None:
    (root / path(21)).symlink_to(put(root, {"outside.md": record(21)}) / "outside.md")
    assert told(look(root)[1]) == [("symlink-escape", path(21))]
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Link")
    _, result = look(root, "work")
    assert told(result) == [] and result.others == 6


def test_a_circle_of_links_and_a_number_of_thousands_of_digits_stop_nothing(root: Path) -> None:
    (root / path(21)).symlink_to(root / path(21))
    put(root, {path(6): record(6).replace("INC-2026-006", "INC-2026-" + "9" * 5_000)})
    assert told(look(root)[1]) == [("id-file-mismatch", path(6)), ("unreadable-file", path(21))]


def test_names_that_are_not_ascii(root: Path) -> None:
    name = "incidents/2026/INC-2026-006-接続 プール.md"
    put(root, {name: record(6, ("severity: P1", "severity: P9"))})
    assert told(look(root)[1]) == [("unknown-value", name)]
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Name")
    put(root, {path(7): refers(7, 6)})
    assert told(look(root, "work")[1]) == []


def test_the_root_may_lie_below_the_repository(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    below = put(tmp_path / "ops", {path(1): record(1), path(2): record(2)})
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "Records")
    put(below, {path(2): record(2, ("35%", "350%"))})
    assert told(look(below, "HEAD")[1]) == [("wrong-type", path(2))]


def test_where_git_cannot_help_it_says_so(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.raises(GitFailed, match="no-such-branch"):
        Asked(root, "incidents", "no-such-branch").tree()
    with pytest.raises(GitFailed, match="no branch"):
        Asked(root, "incidents", "--output=written").tree()
    assert not (root / "written").exists()
    with pytest.raises(GitFailed, match="not a git repository"):
        Asked(tmp_path_factory.mktemp("plain"), "incidents", "HEAD").tree()


@pytest.mark.parametrize(
    ("environment", "base"),
    [({}, "refs/heads/main"), ({"GITHUB_BASE_REF": "stable"}, "origin/stable"),
     ({"CI_MERGE_REQUEST_DIFF_BASE_SHA": "HEAD"}, "HEAD")],
)  # fmt: skip
def test_the_usual_base(environment: dict[str, str], base: str, root: Path) -> None:
    git(root, "update-ref", "refs/remotes/origin/stable", "main")
    assert usual_base(root, environment) == base


def test_the_cache_is_kept_where_git_does_not_see_it(root: Path) -> None:
    look(root)
    assert (root / CACHE / "known.json").exists()
    assert git(root, "status", "--porcelain") == ""


def whole(root: Path) -> list[tuple[str, str]]:
    return told(check(read(root), AS_OF, future=AS_OF))


def test_a_cache_that_is_stale_damaged_or_gone_changes_nothing(root: Path) -> None:
    put(root, {path(6): refers(6, 99), "incidents/2025/INC-2026-003.md": record(3)})
    expected = told(look(root)[1])
    assert len(expected) >= 2
    kept = root / CACHE / "known.json"
    data = kept.read_bytes()
    assert len(load(root)) == 5
    changed_within = data.replace(b"INC-2026-003", b"INC-2026-099")
    header, _, body = data.partition(b"\n")
    for damage in (b"", b"{}", data[:-2], changed_within, header + b"\n", header + b"\n[]", b"\n" + body, b"\xff" * 50):
        kept.write_bytes(damage)
        assert len(load(root)) == 0
        assert told(look(root)[1]) == expected
        assert kept.read_bytes() == data
    kept.unlink()
    kept.mkdir()  # cannot be read, nor written
    assert told(look(root)[1]) == expected


def test_another_policy_is_another_cache(root: Path) -> None:
    look(root)
    put(root, {"incidents/policy.yml": "timezone: UTC\n"})
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Policy")
    assert len(load(root)) == 0
    look(root, "work")
    assert len(load(root)) == 5


def test_after_any_edits_the_touched_records_have_the_findings_of_a_whole_check(root: Path) -> None:
    look(root)
    draw = random.Random(20261103)
    for step in range(40):
        number = draw.randrange(1, 9)
        deed = draw.choice(["write", "break", "refer", "delete", "rename", "commit", "same-id"])
        file = root / path(number)
        if deed == "delete":
            file.unlink(missing_ok=True)
        elif deed == "rename" and file.exists():
            file.rename(root / path(draw.randrange(1, 9)))
        elif deed == "commit":
            git(root, "add", "-A")
            git(root, "commit", "-qm", f"Step {step}", "--allow-empty")
        else:
            texts = {
                "break": record(number, ("status: resolved", "status: closed")),
                "refer": refers(number, draw.randrange(1, 12)),
                "same-id": record(draw.randrange(1, 9)),
            }
            put(root, {path(number): texts.get(deed, record(number))})
        changed, result = look(root)
        touched = {one.path for one in changed.records.incidents}
        # Which of two holders of an id is told differs: the untouched one was there before.
        either = {"duplicate-id", "recurrence-cycle"}
        expected = [one for one in whole(root) if one[1] in touched and one[0] not in either]
        assert [one for one in told(result) if one[0] not in either] == expected, (step, deed)
        assert {name for name, _ in whole(root) if name in either} >= {
            name for name, _ in told(result) if name in either
        }


def test_the_commands_option(root: Path) -> None:
    from click.testing import CliRunner

    from generator.cli.main import main

    put(root, {path(2): record(2, ("35%", "350%"))})
    when = ["--root", str(root), "--as-of", "2026-11-01"]
    said = CliRunner().invoke(main, ["check", *when, "--changed", "main", "--format", "json"])
    document = json.loads(said.stdout)
    assert said.exit_code == 1 and [one["path"] for one in document["findings"]] == [path(2)]
    assert document["records"] == 1
    assert CliRunner().invoke(main, ["check", *when, "--changed"]).exit_code == 1
    failed = CliRunner().invoke(main, ["check", *when, "--changed", "nowhere"])
    assert failed.exit_code == 2 and "nowhere" in failed.output
    english = CliRunner().invoke(main, ["check", *when, "--changed", "main", "--lang", "en"])
    assert "1 record (those changed, of 5): errors 1" in english.output


def test_a_broken_file_is_known_by_the_name_it_has_now(root: Path) -> None:
    put(root, {path(6): "---\nid: [\n---\n", path(7): refers(7, 6)})
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Broken")
    look(root, "work")  # keeps what is known of the broken content
    git(root, "mv", path(6), path(8))
    git(root, "commit", "-qm", "Elsewhere")
    put(root, {path(9): refers(9, 6), path(10): refers(10, 8)})
    assert told(look(root, "work")[1]) == [("dangling-reference", path(9))]
