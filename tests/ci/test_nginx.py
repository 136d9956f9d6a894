"""`templates/nginx.conf` on a real nginx: login, headers, types, the page for what is not there."""

from __future__ import annotations

import base64
import contextlib
import http.client
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from generator.publish.csp import content_policy

CONFIG = Path(__file__).parents[2] / "templates" / "nginx.conf"
LOGIN = {"Authorization": "Basic " + base64.b64encode(b"somebody:secret").decode("ascii")}
PAGE = "<!doctype html><title>振り返り</title><script>one()</script>"
OURS = {
    "/srv/furikaeri/site": "site",
    "/etc/nginx/furikaeri.htpasswd": "logins",
    "/etc/nginx/furikaeri-csp.conf": "csp.conf",
    "/etc/nginx/mime.types": "mime.types",
}
FILES = {
    "index.html": PAGE,
    "404.html": "<title>404</title>",
    "en/404.html": "<title>not found</title>",
    "en/index.html": PAGE,
    "kpis/index.html": PAGE,
    "feed.xml": "<feed/>",
    "services/api/feed.xml": "<feed/>",
    "data/metrics.prom": "incidents 1\n",
    "data/incidents.json": '{"a": "' + "振り返り" * 400 + '"}',
    "data/incidents.csv": "id\n",
    "calendar/actions.ics": "BEGIN:VCALENDAR\n",
    "assets/stylesheets/main.57a0d79d.min.css": "p { color: red }",
    "assets/furikaeri.css": "p { color: red }",
    "sitemap.xml": "<urlset/>",
    ".git/config": "secret",
}


def program() -> str:
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if found is None and os.environ.get("CI") == "true":
        pytest.fail("CI=true, but there is no nginx: .ci/run installs one")
    return found or pytest.skip("no nginx on this machine")


def without_tls(text: str, port: int) -> str:
    """Return the server behind TLS alone, listening on loopback without it: the test has no certificate."""
    first, second = text.index("server {"), text.index("server {", text.index("server {") + 1)
    text = text[:first] + text[second:]
    text = re.sub(r"^ *(ssl_\w+|listen \[::\]).*\n", "", text, flags=re.MULTILINE)
    return re.sub(r"listen 443 ssl http2;", f"listen 127.0.0.1:{port};", text)


def with_sign_on(text: str) -> str:
    """Take the login by password away and the signs from the lines of single sign-on, as the comments say."""
    first, end = text.index("    #auth_request"), text.index("    # Headers.")
    without = re.sub(r"^    auth_basic.*\n", "", text[:first], flags=re.MULTILINE)
    return without + re.sub(r"^    #", "    ", text[first:end], flags=re.MULTILINE) + text[end:]


def in_order(folder: Path, text: str) -> list[str]:
    """Write the files around a configuration and return the command of an nginx that finds it in order."""
    for name, content in FILES.items():
        file = folder / "site" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    policy = content_policy(folder / "site").text()
    (folder / "csp.conf").write_text(f'add_header Content-Security-Policy "{policy}" always;\n', encoding="utf-8")
    (folder / "logins").write_text("somebody:{PLAIN}secret\n", encoding="utf-8")
    (folder / "mime.types").write_text(
        "types { text/html html; text/css css; application/json json; text/xml xml; image/svg+xml svg; }", "utf-8"
    )
    for path, own in OURS.items():
        text = text.replace(path, str(folder / own))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    process = f"pid {folder}/pid; error_log stderr; daemon off; master_process off; events {{}}"
    (folder / "nginx.conf").write_text(f"{process}\nhttp {{ access_log off; {places}\n{text}\n}}\n", "utf-8")
    command = [program(), "-p", str(folder), "-c", "nginx.conf"]
    done = subprocess.run([*command, "-t"], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0 and "[warn]" not in done.stderr, done.stderr
    return command


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    number = free_port()
    command = in_order(tmp_path_factory.mktemp("nginx"), without_tls(CONFIG.read_text(encoding="utf-8"), number))
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        _wait_for(number, server)
        yield number
    finally:
        server.terminate()
        server.wait()


def _wait_for(number: int, server: subprocess.Popen[bytes]) -> None:
    while server.poll() is None:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", number)) == 0:
                return
        time.sleep(0.02)
    pytest.fail("nginx ended before it served anything")


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: bytes


def ask(port: int, path: str, headers: dict[str, str] = LOGIN) -> Answer:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())


def test_nobody_gets_in_without_a_login(port: int) -> None:
    for path in ("/", "/data/incidents.json", "/feed.xml", "/assets/furikaeri.css", "/nothing"):
        assert ask(port, path, {}).status == 401
    assert ask(port, "/").status == 200


@pytest.mark.parametrize("path", ["/", "/kpis/", "/data/incidents.json", "/feed.xml", "/nothing"])
def test_every_answer_has_the_headers(port: int, path: str) -> None:
    answer = ask(port, path)
    assert answer.status == (404 if path == "/nothing" else 200)
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self' 'sha256-") and "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/feed.xml", "application/atom+xml; charset=utf-8"),
        ("/services/api/feed.xml", "application/atom+xml; charset=utf-8"),
        ("/sitemap.xml", "text/xml; charset=utf-8"),
        ("/data/metrics.prom", "text/plain; charset=utf-8"),
        ("/data/incidents.json", "application/json; charset=utf-8"),
        ("/data/incidents.csv", "text/csv; charset=utf-8"),
        ("/calendar/actions.ics", "text/calendar; charset=utf-8"),
    ],
)
def test_files_have_their_types(port: int, path: str, kind: str) -> None:
    assert ask(port, path).headers["Content-Type"] == kind


def test_what_never_changes_is_kept_and_what_is_large_is_compressed(port: int) -> None:
    kept = ask(port, "/assets/stylesheets/main.57a0d79d.min.css").headers["Cache-Control"]
    assert kept == "private, max-age=31536000, immutable"
    assert ask(port, "/assets/furikaeri.css").headers["Cache-Control"] == "private, no-cache"
    small = ask(port, "/data/incidents.json", {**LOGIN, "Accept-Encoding": "gzip"})
    assert small.headers["Content-Encoding"] == "gzip" and len(small.body) < 500


def test_what_is_not_there_gives_the_page_for_it_and_hidden_files_are_not_there(port: int) -> None:
    for path in ("/nothing", "/.git/config"):
        answer = ask(port, path)
        assert (answer.status, answer.body) == (404, FILES["404.html"].encode())
    for path in ("/en/nothing/", "/en/kpis/nothing", "/en/404.html"):
        answer = ask(port, path)
        assert (answer.status, answer.body) == (404, FILES["en/404.html"].encode())
    assert ask(port, "/404.html").status == 404  # nobody is sent there
    moved = ask(port, "/kpis")
    assert (moved.status, moved.headers["Location"]) == (301, "/kpis/")


def test_every_path_to_change_is_one_the_tests_know() -> None:
    text = CONFIG.read_text(encoding="utf-8")
    assert [path for path in OURS if path not in text] == []


def test_single_sign_on_instead_of_passwords_is_in_order_too(tmp_path: Path) -> None:
    text = with_sign_on(CONFIG.read_text(encoding="utf-8"))
    assert "    auth_request /oauth2/auth;" in text and "    auth_basic" not in text
    in_order(tmp_path, without_tls(text, free_port()))
