"""The whole site made anew by a process of its own, while a server shows the last good one.

It may take a minute with many records; a process can be ended when a file is saved once more, and whatever happens to
it, what is served stays whole.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

_MODULE = "generator.publish.again"
#: Told before anything is imported: one thread, as for a build, and nothing printed that README says already.
_SPARING = {"OPENBLAS_NUM_THREADS": "1", "NO_MKDOCS_2_WARNING": "1"}


class Anew:
    """Makes a site again and again into folders beside `place`; `order` is what that module is told."""

    def __init__(self, order: Mapping[str, Any], place: Path, ended: Callable[[bool], None]) -> None:
        """`ended` is called, by a thread of its own, with whether a site is there to be taken or could not be made."""
        self._order = order
        self._place = place
        self._ended = ended
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._made: Path | None = None

    def begin(self) -> None:
        """Start over; what is under way is given up."""
        self.stop()
        folder = Path(tempfile.mkdtemp(prefix=f"{self._place.name}-", dir=self._place.parent))
        process = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-m", _MODULE],
            stdin=subprocess.PIPE,
            env={**_SPARING, **os.environ},
            start_new_session=True,
        )
        with self._lock:
            self._process = process
        assert process.stdin
        with contextlib.suppress(BrokenPipeError), process.stdin as stream:
            stream.write(json.dumps({**self._order, "place": str(self._place), "site_dir": str(folder)}).encode())
        threading.Thread(target=self._wait, args=(process, folder), daemon=True).start()

    def take(self) -> None:
        """Put a site that is ready in its place, where there is one."""
        with self._lock:
            made, self._made = self._made, None
        if made is None:
            return
        old = made.with_name(f"{made.name}-old")
        self._place.rename(old)
        made.rename(self._place)
        shutil.rmtree(old, ignore_errors=True)

    def stop(self) -> None:
        """Give up what is under way or not taken."""
        with self._lock:
            process, self._process = self._process, None
            made, self._made = self._made, None
        if process:
            _end(process)
            process.wait()
        if made:
            shutil.rmtree(made, ignore_errors=True)

    def _wait(self, process: subprocess.Popen[bytes], folder: Path) -> None:
        code = process.wait()
        with self._lock:
            is_wanted = self._process is process
            if is_wanted and code == 0:
                self._made = folder
        if not is_wanted or code:
            shutil.rmtree(folder, ignore_errors=True)
        if is_wanted:
            self._ended(code == 0)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and those that it began."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGTERM)
        else:
            process.terminate()
