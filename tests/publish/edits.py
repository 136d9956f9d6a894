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
        said = ["recurrence_days: 400", "services: {検索: {label: {ja: 検索の仕組み, en: Search}}}", "locale: ja", ""]
        text = self._random.choice(said)
        (self._root / "incidents" / "policy.yml").write_text(f"{text}\n", encoding="utf-8")
        return f"policy {text}"

    def _later(self) -> str:
        self.as_of += dt.timedelta(minutes=self._random.choice([1, 90, 60 * 24, 60 * 24 * 40]))
        return f"later {self.as_of}"

    def _words(self) -> str:
        file, text = self._one()
        return self._write(file, text.replace("接続数の監視を追加", "接続数の監視を **追加**"), "words")
