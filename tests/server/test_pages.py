"""Pages and their files, and what of web/ nobody needs to see."""

import re
from pathlib import Path

import pytest

from server.pages import NOT_SERVED, PAGES
from server.settings import WEB
from tests.server.house import House


@pytest.mark.parametrize(
    ("path", "title"), [("/", "start"), ("/j/token.with.dots", "join"), ("/r/hp-room", "board")]
)
async def test_every_address_shows_its_page(house: House, path: str, title: str) -> None:
    async with house.visitor() as visitor:
        answer = await visitor.get(path)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert f"<title>{title}</title>" in answer.text


async def test_modules_are_served_as_they_lie(house: House, web: Path) -> None:
    async with house.visitor() as visitor:
        answer = await visitor.get("/static/board/camera.js")

    assert answer.content == (web / "board" / "camera.js").read_bytes()
    assert answer.headers["content-type"].startswith("text/javascript")


async def test_after_an_update_nobody_runs_half_old_code(house: House, web: Path) -> None:
    async with house.visitor() as visitor:
        first = await visitor.get("/static/board/camera.js")
        seen = {"If-None-Match": first.headers["etag"]}
        same = await visitor.get("/static/board/camera.js", headers=seen)
        (web / "board" / "camera.js").write_text("export const camera = 'newer';\n")
        newer = await visitor.get("/static/board/camera.js", headers=seen)

    assert first.headers["cache-control"] == same.headers["cache-control"] == "no-cache"
    assert same.status_code == 304
    assert newer.status_code == 200


async def test_pages_ask_each_time_too(house: House) -> None:
    async with house.visitor() as visitor:
        for path in ("/", "/j/token", "/r/room"):
            assert (await visitor.get(path)).headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "/static/package.json",
        "/static/tsconfig.json",
        "/static/vendor/lit.d.ts",
        "/static/vendor/build/build.mjs",
        "/static/board/../vendor/build/build.mjs",
        "/static/vendor//build/build.mjs",
        "/static/vendor/build",
        "/static/board",
        "/static/",
        "/static/nothing.js",
        "/static/../server/app.py",
        "/static/%2e%2e/server/app.py",
        "/static/..%2fserver%2fapp.py",
        "/static//etc/passwd",
        "/static/%00",
    ],
)
async def test_what_is_not_for_browsers_is_not_there(house: House, path: str) -> None:
    async with house.visitor() as visitor:
        answer = await visitor.get(path)

    assert answer.status_code == 404
    assert answer.json()["code"] == "not-found"


def test_every_page_exists() -> None:
    for name in PAGES.values():
        assert (WEB / "pages" / name).is_file()


def test_no_page_runs_or_fetches_what_the_policy_forbids() -> None:
    for page in (WEB / "pages").glob("*.html"):
        markup = page.read_text()
        assert not re.search(r"<script(?![^>]*\bsrc=)", markup), f"inline script in {page.name}"
        assert not re.search(r"\sstyle=|<style", markup), f"inline style in {page.name}"
        assert not re.search(r"\son\w+=", markup), f"inline handler in {page.name}"
        assert not re.search(r"(?:src|href)=.?(?:https?:)?//", markup), f"foreign file: {page.name}"


def test_every_file_a_page_names_is_served() -> None:
    for page in (WEB / "pages").glob("*.html"):
        for path in re.findall(r"(?:src|href)=\"/static/([^\"]+)\"", page.read_text()):
            assert (WEB / path).is_file(), f"{page.name} names {path}"
            assert not path.startswith(NOT_SERVED)
