"""Other sites' pages, tricks in paths and headers: nothing of ours is used or answered wrongly."""

import json
from urllib.parse import quote

import httpx
import pytest

from persistence.contract import RoomId
from rooms.roles import Role
from server.headers import HEADERS
from tests.client import Client
from tests.eventually import eventually
from tests.server.door import Door
from tests.server.wire import dialled, upgrade

FOREIGN = [
    "https://elsewhere.example",
    "null",
    "",
    "http://127.0.0.1.elsewhere.example",
    "http://elsewhere.example:80",
    "file://",
    "http://[broken",
]


pytestmark = pytest.mark.asyncio(loop_scope="module")


# Other sites


@pytest.mark.parametrize("origin", FOREIGN)
async def test_another_sites_page_opens_no_socket_with_our_cookie(door: Door, origin: str) -> None:
    seat = await door.seat("Ada")
    head = upgrade(f"/sync/{seat.room}", {"Origin": origin, "Cookie": seat.cookie})
    async with dialled(door.server.port) as page:
        assert (await page.request(head)).status == 403
        await page.end()


@pytest.mark.parametrize("origin", FOREIGN)
async def test_another_sites_page_joins_nobody(door: Door, origin: str) -> None:
    async with httpx.AsyncClient(base_url=door.server.url, trust_env=False) as http:
        answer = await http.post(
            f"/api/links/{door.token()}/join",
            json={"name": "Ada", "room": "x"},
            headers={"Origin": origin},
        )

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", None]
)
async def test_a_form_of_another_site_joins_nobody(door: Door, content_type: str | None) -> None:
    headers = {} if content_type is None else {"Content-Type": content_type}
    async with httpx.AsyncClient(base_url=door.server.url, trust_env=False) as http:
        path = f"/api/links/{door.token()}/join"
        answer = await http.post(path, content=b'{"name": "Ada"}', headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


async def test_two_origins_or_two_hosts_are_refused_quietly(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    seat = await door.seat("Ada")
    own = f"http://127.0.0.1:{door.server.port}"
    for twice in ({"Origin": own, "origin": own}, {"Origin": own, "host": "127.0.0.1"}):
        head = upgrade(f"/sync/{seat.room}", {"Cookie": seat.cookie, **twice})
        async with dialled(door.server.port) as page:
            assert (await page.request(head)).status in (400, 403)
    assert "Traceback" not in caplog.text


async def test_nothing_of_ours_may_be_read_or_framed_by_another_site(door: Door) -> None:
    async with httpx.AsyncClient(base_url=door.server.url, trust_env=False) as http:
        for path in ("/", "/api/me", "/nowhere", f"/api/links/{door.token()}"):
            answer = await http.get(path, headers={"Origin": FOREIGN[0]})
            assert all(answer.headers[name] == value for name, value in HEADERS.items())
            assert not [name for name in answer.headers if name.startswith("access-control")]
            assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


# The cookie


@pytest.mark.parametrize(
    ("scheme", "name", "secure"), [("http", "helpathon-", False), ("https", "__Host-", True)]
)
async def test_the_cookie_is_as_secure_as_the_way_it_comes(
    door: Door, scheme: str, name: str, secure: bool
) -> None:
    async with httpx.AsyncClient(base_url=door.server.url, trust_env=False) as http:
        answer = await http.post(
            f"/api/links/{door.token()}/join",
            json={"name": "Ada", "room": next(iter(door.book.named("room/")))},
            headers={"X-Forwarded-Proto": scheme},  # from this machine, as a proxy's
        )

    cookie = answer.headers["set-cookie"]
    flags = {flag.strip().lower() for flag in cookie.split(";")[1:]}
    assert cookie.startswith(name)
    assert {"httponly", "samesite=lax", "path=/"} <= flags
    assert ("secure" in flags) is secure
    assert not [flag for flag in flags if flag.startswith("domain")]


# Paths


@pytest.mark.parametrize(
    "path",
    [
        "/static/../server/app.py",
        "/static/..%2f..%2fpyproject.toml",
        "/static/%2e%2e/%2e%2e/pyproject.toml",
        "/static/%2e%2e%2f%2e%2e%2fpyproject.toml",
        "/static/..%5c..%5cpyproject.toml",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/board%00.html",
        "/static/%00",
        "/static/" + "a" * 5_000,
        "/static/%ff%fe",
        "/static/%f0%9f%92%a3",
        "/..",
        "//elsewhere.example/",
        "/r/../../etc/passwd%00",
    ],
)
async def test_no_path_leads_out_of_what_is_served(door: Door, path: str) -> None:
    async with dialled(door.server.port) as visitor:
        head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        answer = await visitor.request(head.encode())

    assert answer.status in (200, 400, 404), answer
    if answer.status == 200:  # a page, the same for every name
        assert answer.body.startswith(b"<!doctype html>")
    assert b"[project]" not in answer.body
    assert b"root:" not in answer.body


@pytest.mark.parametrize(
    "tail",
    ["%0a", "%0d%0aX:%20y", "%00", "/", "%2f", "/..", "%2f..", ";a", "%", "%C3%B6", "ö", "?", "#"],
)
async def test_a_rooms_name_is_taken_as_it_is_or_not_at_all(door: Door, tail: str) -> None:
    seat = await door.seat("Ada")
    for path in (f"/sync/{seat.room}{tail}", f"/sync/x{tail}/../{seat.room}{tail}"):
        async with dialled(door.server.port) as page:
            answer = await page.request(upgrade(path, {"Cookie": seat.cookie}))
            exact = path == f"/sync/{seat.room}?"
            assert answer.status in ((101,) if exact else (400, 404)), answer
    await eventually(lambda: not door.server.running.admission.connections)
    loaded = {room for room in door.server.running.hub.rooms if room.startswith(door.book.scope)}
    assert loaded <= {RoomId(seat.room)}


@pytest.mark.parametrize("room", ["x" * 5_000, "a\n", "a\0b", "💣", "../x", "*"])
async def test_a_name_that_is_no_rooms_is_not_looked_up(door: Door, room: str) -> None:
    seat = await door.seat("Ada", Role.FACILITATOR)
    door.server.store.fail("load", "read")
    try:
        async with httpx.AsyncClient(base_url=door.server.url, trust_env=False) as http:
            for path in (f"/api/rooms/{quote(room, safe='')}", f"/sync/{quote(room, safe='')}"):
                answer = await http.get(path, headers={"Cookie": seat.cookie})
                assert answer.status_code == 404
    finally:
        door.server.store.heal()


# Headers


@pytest.mark.parametrize(
    "header",
    [
        b"Cookie: " + b"helpathon-x=" + b"\xff" * 100,
        b"Cookie: " + b";" * 8_000,
        b"Cookie: " + b"=" * 8_000,
        b"Cookie: helpathon-a=b\x01c",
        b"Content-Length: -1",
        b"Content-Length: 99999999999999999999",
        b"Content-Length: 1\r\nContent-Length: 2",
        b"Transfer-Encoding: chunked\r\nContent-Length: 5",
        b"Expect: 100-continue\r\nContent-Length: 5",
        b"X-Forwarded-Proto: https\r\nX-Forwarded-Proto: javascript",
        b"X-Forwarded-For: " + b"1.2.3.4, " * 500,
        b"Upgrade: h2c\r\nConnection: Upgrade",
        b"Range: bytes=0-0,1-1,2-2,-1",
        b"Range: bytes=" + b"0-,1-," * 500,
        b"If-None-Match: " + b"\xff" * 50,
        b"Accept-Encoding: " + b"gzip," * 1_000,
        b" folded: yes",
        b"bad name: x",
        b"nul: \0",
        b"cr: a\rb",
    ],
)
async def test_no_header_brings_a_fault_of_ours(
    door: Door, header: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    for path in (b"/api/me", b"/static/board/camera.js", b"/"):
        async with dialled(door.server.port) as visitor:
            head = b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\n" + header + b"\r\n"
            answer = await visitor.request(head + b"Connection: close\r\n\r\n")
            assert answer.status < 500, answer
    assert "Traceback" not in caplog.text
    async with Client(await door.seat("Ada")) as ada:
        await ada.ask("time")


@pytest.mark.parametrize(
    "name",
    [
        "Ada\r\nSet-Cookie: x=y",
        "Ada\x00",
        "\u202eadA",
        "<script>alert(1)</script>",
        "\ud800",
        "A" + "\u0301" * 39,
        "{{7*7}}",
    ],
)
async def test_a_name_is_only_ever_text(door: Door, name: str) -> None:
    room = next(iter(door.book.named("room/")))
    content = json.dumps({"name": name, "room": room}).encode()
    async with httpx.AsyncClient(base_url=door.server.url, trust_env=False) as http:
        answer = await http.post(
            f"/api/links/{door.token()}/join",
            content=content,
            headers={"Content-Type": "application/json"},
        )
        assert answer.status_code in (200, 400)
        assert len(answer.headers.get_list("set-cookie")) <= 1
        if answer.status_code == 200:
            (kept,) = (person["name"] for person in door.book.named("person/").values())
            assert kept.isprintable()
            assert len(kept) <= 40


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'"x"',
        b"{",
        b"[" * 4_000,
        b'{"name": ' + b"9" * 4_000 + b"}",
        b'{"name": 1e999, "room": NaN}',
        b'{"name": "x", "room": {"a": 1}}',
        b'{"name": "x", "room": "link/x"}',
        b'{"name": "x", "room": "../installation"}',
        b"\xff\xfe\x00",
        b"x" * 100_000,
    ],
)
async def test_a_body_that_is_no_join_is_refused(door: Door, body: bytes) -> None:
    async with httpx.AsyncClient(base_url=door.server.url, trust_env=False) as http:
        answer = await http.post(
            f"/api/links/{door.token()}/join",
            content=body,
            headers={"Content-Type": "application/json"},
        )

    assert answer.status_code in (400, 404, 413)
    assert answer.json()["code"] in ("invalid", "room-unknown", "too-large")
    assert door.book.count("person/") == 0
