"""What a commit holds reads as the same files on disk do, and nothing is written to read it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.read.commits import History
from generator.read.git import GitFailed
from generator.read.record import LARGEST_FILE
from generator.read.records import Records, read
from tests.check.support import PATH, VALID, edited, put
from tests.read.git_support import commit, everything, git, repository

ODD: dict[str, str | bytes] = {
    PATH: VALID,
    "incidents/2026/INC-2026-015-予約 検索.md": edited(("INC-2026-014", "INC-2026-015")),
    "incidents/INC-2026-016.md": b"\xff\xfe---",
    "incidents/INC-2026-017.md": b"x" * (LARGEST_FILE + 1),
    "incidents/INC-2026-018.md": VALID.replace("\n", "\r\n"),
    "incidents/INC-2026-019.md": "",
    "incidents/folder.md/inner.md": VALID,
    "incidents/reviews/2026-10.md": "---\nmonth: 2026-10\n---\nx\n",
    "incidents/policy.yml": "locale: en\n",
    "incidents/README.md": "no record",
    "incidents/.hidden/INC-2026-020.md": VALID,
    "incidents/_drafts/INC-2026-021.md": VALID,
    "incidents/notes.txt": "no record",
    "outside.md": VALID,
}
LINKS = {
    "incidents/INC-2026-030.md": "2026/INC-2026-014-db-pool.md",
    "incidents/INC-2026-031.md": "../outside.md",
    "incidents/INC-2026-032.md": "nowhere.md",
    "incidents/INC-2026-033.md": "/etc/hostname",
    "incidents/INC-2026-034.md": "../../../../elsewhere.md",
    "incidents/INC-2026-035.md": "INC-2026-036.md",
    "incidents/INC-2026-036.md": "INC-2026-035.md",
    "incidents/INC-2026-037.md": "INC-2026-030.md",
    "incidents/INC-2026-038.md": "2026",
    "incidents/INC-2026-039.md": "./year/../2026//INC-2026-014-db-pool.md",
    "incidents/INC-2026-040.md": "../incidents/year/INC-2026-014-db-pool.md",
    "incidents/year": "2026",
}


def link(root: Path, links: dict[str, str]) -> None:
    for path, target in links.items():
        (root / path).symlink_to(target)


def told(records: Records) -> list[object]:
    """Return everything but where the root is."""
    return [
        [(r.path, r.text, r.problems, r.sections, r.body_at) for r in (*records.incidents, *records.reviews)],
        (records.policy.path, records.policy.lines, records.policy.problems),
    ]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository of everything that a folder of records may hold."""
    root = tmp_path / "repository"
    put(root, ODD)
    link(root, LINKS)
    odd = os.fsencode(root / "incidents") + b"/INC-2026-041-\xff.md"
    Path(os.fsdecode(odd)).write_text(VALID, encoding="utf-8")
    return repository(root, {})


def at(root: Path, name: str = "HEAD") -> Records:
    history = History(root)
    (records,) = history.records([history.commit(name)])
    return records


def test_a_commit_reads_as_its_files_do(root: Path) -> None:
    records = at(root)
    assert told(records) == told(read(root))
    problems = {record.path[-6:-3]: record.problems[0].name for record in records.incidents if record.problems}
    escaped, circle = (
        dict.fromkeys(("031", "033", "034"), "symlink-escape"),
        dict.fromkeys(("035", "036"), "unreadable-file"),
    )
    assert {key: problems[key] for key in escaped} == escaped
    assert {key: problems[key] for key in circle} == circle
    assert (problems["016"], problems["017"], problems["032"], problems["038"], problems["der"]) == (
        "not-utf8", "file-too-large", "not-a-file", "not-a-file", "not-a-file",
    )  # fmt: skip


@pytest.mark.parametrize("target", ["2026/policy.yml", "../policy.yml", "nowhere.yml"])
def test_a_policy_that_is_a_link_reads_as_on_disk(target: str, tmp_path: Path) -> None:
    put(tmp_path, {PATH: VALID, "policy.yml": "locale: en\n", "incidents/2026/policy.yml": "locale: en\n"})
    link(tmp_path, {"incidents/policy.yml": target})
    repository(tmp_path, {})
    assert told(at(tmp_path)) == told(read(tmp_path))


def test_the_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    put(tmp_path, {"docs/records/2026/INC-2026-014.md": VALID, "docs/other.md": VALID})
    link(tmp_path, {"incidents": "docs/records"})
    link(tmp_path, {"incidents/a.md": "2026/INC-2026-014.md", "incidents/b.md": "../other.md"})
    repository(tmp_path, {})
    assert told(at(tmp_path)) == told(read(tmp_path))
    assert len(at(tmp_path).incidents) == 3


@pytest.mark.parametrize("target", ["..", "/etc", "../..", "incidents", "nowhere"])
def test_a_folder_that_leads_away_holds_nothing(target: str, tmp_path: Path) -> None:
    link(tmp_path, {"incidents": target})
    repository(tmp_path, {"a": ""})
    assert at(tmp_path).incidents == ()


def test_a_root_below_the_top_and_a_bare_repository(tmp_path: Path) -> None:
    root = repository(tmp_path / "one", {f"ops 運用/[x]/{path}": content for path, content in ODD.items()})
    below = root / "ops 運用" / "[x]"
    assert told(at(below)) == told(read(below))
    whole = repository(tmp_path / "two", ODD)
    git(tmp_path, "clone", "-q", "--bare", str(whole), "bare.git")
    assert told(at(tmp_path / "bare.git")) == told(read(whole))


def test_what_is_not_committed_is_not_read_and_nothing_is_written(root: Path) -> None:
    put(root, {PATH: "changed", "incidents/INC-2026-099.md": VALID})
    git(root, "add", "incidents/INC-2026-099.md")
    before = everything(root)
    paths = {record.path for record in at(root).incidents}
    assert everything(root) == before
    assert PATH in paths and "incidents/INC-2026-099.md" not in paths


def test_a_submodule_is_said_and_not_entered(tmp_path: Path) -> None:
    root = repository(tmp_path, {PATH: VALID})
    git(root, "update-index", "--add", "--cacheinfo", f"160000,{git(root, 'rev-parse', 'HEAD')},incidents/vendor")
    git(root, "commit", "-qm", "Submodule")
    (vendor,) = (record for record in at(root).incidents if record.path == "incidents/vendor")
    assert [problem.name for problem in vendor.problems] == ["not-a-file"]


def test_two_commits_share_what_is_alike(tmp_path: Path) -> None:
    root = repository(tmp_path, {PATH: VALID, "incidents/INC-2026-015.md": edited(("014", "015"))})
    commit(root, {"incidents/INC-2026-015.md": edited(("014", "015"), ("P1", "P2"))})
    history = History(root)
    one, two = history.records([history.commit("main"), history.commit("work")])
    assert one.incidents[0] is two.incidents[0] and one.incidents[1] != two.incidents[1]


def test_names_of_commits(root: Path) -> None:
    history = History(root)
    git(root, "tag", "-am", "x", "v1")
    assert history.commit("v1") == history.commit("HEAD") == history.commit("work~0")
    for name in ("nowhere", "", "-", "--output=x", "HEAD:incidents", "^main", "main..work", "a\nb"):
        with pytest.raises(GitFailed, match="is no branch or commit here"):
            history.commit(name)


def test_where_two_lines_of_work_parted(tmp_path: Path) -> None:
    root = repository(tmp_path / "one", {PATH: VALID})
    first = git(root, "rev-parse", "HEAD")
    theirs = commit(root, {PATH: edited(("P1", "P2"))})
    git(root, "checkout", "-q", "main")
    ours = commit(root, {"x": ""})
    assert History(root).merge_base(ours, theirs) == first
    git(root, "checkout", "-q", "--orphan", "alone")
    alone = commit(root, {"y": ""})
    with pytest.raises(GitFailed, match=r"no common commit here$"):
        History(root).merge_base(ours, alone)
    git(tmp_path, "clone", "-q", "--depth=1", "--no-single-branch", f"file://{root}", "shallow")
    with pytest.raises(GitFailed, match="no common commit here: this clone is shallow"):
        History(tmp_path / "shallow").merge_base(ours, theirs)


def test_a_clone_without_the_contents_fetches_none(tmp_path: Path) -> None:
    root = repository(tmp_path / "one", {PATH: VALID})
    git(root, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--no-checkout", "--filter=blob:none", f"file://{root}", "partial")
    partial = tmp_path / "partial"
    before = everything(partial)
    with pytest.raises(GitFailed):
        at(partial)
    assert everything(partial) == before


def test_without_git_or_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(GitFailed, match="not a git repository"):
        History(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitFailed, match="git: No such file"):
        History(tmp_path)
