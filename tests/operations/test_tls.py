"""The nginx of deploy/, with TLS, in front of a real server: what doctor says and browsers get."""

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.processes import (
    ROOT,
    STOPS_WITHIN_S,
    ServerProcess,
    create_helpathon,
    free_port,
    helpathon,
    is_listening,
)

NGINX = shutil.which("nginx")

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")


@dataclass
class Site:
    address: str
    plain: str


@contextmanager
def nginx(folder: Path, node: int, change: tuple[str, str] = ("", "")) -> Iterator[Site]:
    """deploy/nginx.conf with other ports, a certificate of its own, and one change of the text."""
    folder.mkdir()
    certificate = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    new = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"]
    subprocess.run([*new, *certificate], check=True, capture_output=True)
    tls, plain = free_port(), free_port()
    site = (ROOT / "deploy" / "nginx.conf").read_text().replace(*change)
    for pattern, text in (
        (r"/etc/\S+/fullchain.pem", str(folder / "cert.pem")),
        (r"/etc/\S+/privkey.pem", str(folder / "key.pem")),
        (r"listen 443 ssl", f"listen 127.0.0.1:{tls} ssl"),
        (r"listen 80;", f"listen 127.0.0.1:{plain};"),
        (r"listen \[::\].*", ""),
        (r"127\.0\.0\.1:8000", f"127.0.0.1:{node}"),
    ):
        site, count = re.subn(pattern, text, site)
        assert count, pattern
    (folder / "nginx.conf").write_text(
        f"daemon off; master_process off; pid nginx.pid; events {{}} http {{ {site} }}"
    )
    command = [NGINX or "", "-p", str(folder), "-c", "nginx.conf", "-e", "error.log"]
    process = subprocess.Popen(command)
    try:
        deadline_s = time.monotonic() + STOPS_WITHIN_S
        while not is_listening(tls):
            assert process.poll() is None, (folder / "error.log").read_text()
            assert time.monotonic() < deadline_s, "expected nginx to listen"
            time.sleep(0.02)
        yield Site(f"https://localhost:{tls}", f"http://localhost:{plain}")
    finally:
        process.terminate()
        process.wait(STOPS_WITHIN_S)


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ServerProcess, str]]:
    store = f"sqlite:{tmp_path_factory.mktemp('store') / 'data' / 'store.db'}"
    links = create_helpathon(store, "Stadtgrün", ["Nordmarkt"])
    with ServerProcess(store, ("--no-links",)) as server:
        yield server, links["participant"]


def doctor(site: Site, store: str) -> subprocess.CompletedProcess[str]:
    address = {"HELPATHON_ADDRESS": site.address, "PATH": ""}
    command = helpathon("doctor", "--store", store)
    return subprocess.run(command, cwd=ROOT, env=address, capture_output=True, text=True)


def test_the_example_gives_secure_cookies_and_passes_websockets(
    tmp_path: Path, node: tuple[ServerProcess, str]
) -> None:
    server, link = node
    with nginx(tmp_path / "nginx", server.port) as site:
        seen = doctor(site, server.store)
        with httpx.Client(base_url=site.address, verify=False, trust_env=False) as browser:
            token = link.removeprefix("/j/")
            room = browser.get(f"/api/links/{token}").json()["rooms"][0]["id"]
            body = {"name": "Ada", "room": room}
            cookie = browser.post(f"/api/links/{token}/join", json=body).headers["set-cookie"]
            outside = browser.get("/metrics").status_code
            plain = httpx.get(f"{site.plain}/j/x", trust_env=False)

    assert "proxy, cookies and websockets are as they must be" in seen.stdout, seen.stdout
    assert seen.returncode == 0
    assert re.search(r"; secure\b", cookie, re.IGNORECASE), cookie
    assert outside == 404
    assert (plain.status_code, plain.headers["location"]) == (301, "https://localhost/j/x")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("proxy_set_header Host $http_host;", "pass Host on"),
        ("proxy_set_header X-Forwarded-Proto $scheme;", "X-Forwarded-Proto"),
        ("proxy_set_header Upgrade $http_upgrade;", "pass Upgrade and Connection on"),
    ],
)
def test_doctor_finds_the_line_that_is_missing(
    tmp_path: Path, node: tuple[ServerProcess, str], line: str, words: str
) -> None:
    server, _ = node
    with nginx(tmp_path / "nginx", server.port, (line, "")) as site:
        seen = doctor(site, server.store)

    assert re.search(rf"^wrong\s+address: .*{words}", seen.stdout, re.MULTILINE), seen.stdout
    assert seen.returncode == 1


def test_doctor_says_that_nobody_answers(tmp_path: Path, node: tuple[ServerProcess, str]) -> None:
    server, _ = node
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    seen = doctor(Site(f"https://localhost:{port}", ""), server.store)

    assert re.search(r"^look\s+address: .*start server and proxy", seen.stdout, re.MULTILINE)
