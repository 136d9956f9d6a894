"""Random edits of a folder of records: what people do to it, in an order that nobody thought of."""

from __future__ import annotations

import datetime as dt
import random
import re
import shutil
from pathlib import Path

_SEVERITY = re.compile(r"(?m)^severity: P[0-3]$")
_TITLE = re.compile(r"(?m)^title: .*$")
_PRINT = re.compile(r"fingerprint: [^,}\n]+")


class Edits:
    """Edits of the records below `root`, the same for the same seed; `as_of` moves on as well."""

    def __init__(self, root: Path, seed: int, as_of: dt.datetime) -> None:
        self._root = root
        self._random = random.Random(seed)
        self.as_of = as_of
        self._number = 900

    def records(self) -> list[Path]:
        """Return the files of records."""
        return sorted((self._root / "incidents").rglob("INC-*.md"))

    def another(self) -> str:
        """Make one edit, and return what it was."""
        every = (
            self._text, self._title, self._severity, self._family, self._mention, self._recurrence, self._service,
            self._action, self._delete, self._copy, self._rename, self._policy, self._later, self._cause,
            self._visibility, self._words,
        )  # fmt: skip
        return self._random.choice(every)()

    def _one(self) -> tuple[Path, str]:
        file = self._random.choice(self.records())
        return file, file.read_text(encoding="utf-8")

    def _id(self) -> str:
        match = re.match(r"INC-\d+-\d+", self._random.choice(self.records()).name)
        assert match
        return match[0]

    def _write(self, file: Path, text: str, what: str) -> str:
        file.write_text(text, encoding="utf-8")
        return f"{what} {file.name}"

    def _front(self, what: str, line: str) -> str:
        file, text = self._one()
        return self._write(file, text.replace("\ncause:", f"\n{line}\ncause:", 1), what)

    def _text(self) -> str:
        file, text = self._one()
        return self._write(file, text + f"\n{self._random.random()} と **書き足した**。\n", "text")

    def _title(self) -> str:
        file, text = self._one()
        return self._write(
            file, _TITLE.sub(f'title: "変わった題 {self._random.randrange(99)}"', text, count=1), "title"
        )

    def _severity(self) -> str:
        file, text = self._one()
        new = f"severity: P{self._random.randrange(4)}\nseverity_reason: 話し合って決めた"
        return self._write(file, _SEVERITY.sub(new, text, count=1), "severity")

    def _family(self) -> str:
        file, text = self._one()
        return self._write(
            file, _PRINT.sub(f"fingerprint: family-{self._random.randrange(3)}", text, count=1), "family"
        )

    def _mention(self) -> str:
        file, text = self._one()
        return self._write(
            file, text + f"\n{self._id()} と INC-2020-{self._random.randrange(899, 999)} を見よ。\n", "mention"
        )

    def _recurrence(self) -> str:
        return self._front("recurrence", f"recurrence_of: {self._id()}")

    def _service(self) -> str:
        file, text = self._one()
        new = f"services: [検索, new-{self._random.randrange(3)}]"
        return self._write(file, re.sub(r"(?m)^services: .*$", new, text, count=1), "service")

    def _cause(self) -> str:
        file, text = self._one()
        return self._write(file, re.sub(r"category: \w+", "category: hardware", text, count=1), "cause")

    def _visibility(self) -> str:
        return self._front("visibility", "visibility: " + self._random.choice(["public", "restricted"]))

    def _action(self) -> str:
        file, text = self._one()
        return self._write(file, re.sub(r"status: done, done_at: \S+}", "status: open}", text, count=1), "action")

    def _delete(self) -> str:
        file, _ = self._one()
        if len(self.records()) > 8:
            file.unlink()
        return f"delete {file.name}"

    def _copy(self) -> str:
        text = self._one()[1]
        self._number += 1
        name = f"INC-2020-{self._number}"
        new = self._root / "incidents" / "2020" / f"{name}.md"
        new.parent.mkdir(exist_ok=True)
        return self._write(new, re.sub(r"(?m)^id: .*$", f"id: {name}", text, count=1), "copy")

    def _rename(self) -> str:
        file, _ = self._one()
        shutil.move(file, file.with_name(f"{file.stem}-x.md"))
        return f"rename {file.name}"

    def _policy(self) -> str:
        said = [
            "recurrence: {window_days: 400}",
            "services: {検索: {label: {ja: 検索の仕組み, en: Search}}}",
            "locale: ja",
            "",
        ]
        text = self._random.choice(said)
        (self._root / "incidents" / "policy.yml").write_text(f"{text}\n", encoding="utf-8")
        return f"policy {text}"

    def _later(self) -> str:
        self.as_of += dt.timedelta(minutes=self._random.choice([1, 90, 60 * 24, 60 * 24 * 40]))
        return f"later {self.as_of}"

    def _words(self) -> str:
        file, text = self._one()
        return self._write(file, text.replace("接続数の監視を追加", "接続数の監視を **追加**"), "words")


class SiteEdits(Edits):
    """Edits of whatever a site is made from, most of them of prose, some of which break something.

    `undo` takes the last one back.
    """

    def another(self) -> str:
        """Make one edit, and return what it was."""
        self._keep()
        others = (self._break, self._twice, self._review, self._template, self._style, self._settings, self._page)
        first = self._random.random()
        if first < 0.3:
            return self._random.choice((self._text, self._sentence, self._mention, self._words))()
        return self._random.choice(others)() if first < 0.6 else super().another()

    def undo(self) -> None:
        """Let everything be as it was before the last edit."""
        for name in _SOURCES:
            _replace(self._root.with_name("before") / name, self._root / name)
        self.as_of = self._before

    def _keep(self) -> None:
        self._before = self.as_of
        for name in _SOURCES:
            _replace(self._root / name, self._root.with_name("before") / name)

    def _sentence(self) -> str:
        file, text = self._one()
        place = self._random.choice([match.end() for match in re.finditer(r"(?m)^## .*\n", text)])
        return self._write(file, f"{text[:place]}\n**{self._random.random()}**\n{text[place:]}", "sentence")

    def _break(self) -> str:
        file, text = self._one()
        return self._write(file, text.replace("started_at:", "begun_at:"), "break")

    def _twice(self) -> str:
        """Make two edits before anybody builds."""
        return f"{super().another()}, {self._text()}"

    def _review(self) -> str:
        month = self._random.choice(["2024-01", "2025-07"])
        text = f"---\nmonth: {month}\ndecisions: [決めた {self._random.random()}]\n---\n\n話した。\n"
        return self._put(f"incidents/reviews/{month}.md", text)

    def _template(self) -> str:
        return self._put("site_templates/home.md", f"いま {self._random.random()}\n")

    def _style(self) -> str:
        return self._put("site_templates/styles/own.css", f"p {{ order: {self._random.randrange(99)} }}\n")

    def _settings(self) -> str:
        return self._put("mkdocs.yml", f"site_name: A {self._random.randrange(3)}\n")

    def _page(self) -> str:
        return self._put("docs/guide.md", f"# 手引き {self._random.randrange(3)}\n")

    def _put(self, name: str, text: str) -> str:
        """Write a file, or take away the one that is there."""
        file = self._root / name
        if file.exists() and self._random.random() < 0.4:
            file.unlink()
            return f"without {name}"
        file.parent.mkdir(parents=True, exist_ok=True)
        return self._write(file, text, "put")


#: What a site is made from.
_SOURCES = ("incidents", "site_templates", "docs", "mkdocs.yml")


def _replace(source: Path, target: Path) -> None:
    if target.is_dir():
        shutil.rmtree(target)
    else:
        target.unlink(missing_ok=True)
    if source.is_dir():
        shutil.copytree(source, target)
    elif source.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)
