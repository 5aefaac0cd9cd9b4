"""Pages and their files, and what of web/ nobody needs to see."""

import re
from pathlib import Path

import httpx
import pytest

from server.pages import PAGES
from server.settings import WEB
from server.web.files import NOT_SERVED
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


async def test_modules_are_served_without_comments(house: House, web: Path) -> None:
    (web / "board" / "camera.js").write_text("// why\nexport const camera = 1;  // one\n")
    async with house.visitor() as visitor:
        answer = await visitor.get("/static/board/camera.js")

    assert answer.text == "export const camera=1;\n"
    assert answer.headers["content-type"].startswith("text/javascript")


async def test_a_module_that_nobody_can_read_is_served_as_it_lies(house: House, web: Path) -> None:
    (web / "board" / "camera.js").write_text("// why\nconst camera = 'open\n")
    async with house.visitor() as visitor:
        answer = await visitor.get("/static/board/camera.js")

    assert answer.content == (web / "board" / "camera.js").read_bytes()


async def test_a_page_names_files_that_are_kept_for_good(house: House, web: Path) -> None:
    (web / "pages" / "board.html").write_text(
        '<script type="module" src="/static/board/camera.js">'
    )
    async with house.visitor() as visitor:
        (address,) = named(await visitor.get("/r/room"))
        answer = await visitor.get(address)

    assert re.fullmatch(r"/static/[0-9a-f]{16}/packs/board\.js", address)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["vary"] == "Accept-Encoding"


async def test_a_page_asks_for_all_its_modules_at_once(house: House, web: Path) -> None:
    (web / "pages" / "board.html").write_text(
        '<link rel="modulepreload" href="/static/i18n/de.js">\n'
        '<script type="module" src="/static/board/view.js"></script>\n'
    )
    (web / "pages" / "join.html").write_text('<script type="module" src="/static/deep.js">')
    (web / "i18n").mkdir()
    (web / "i18n" / "de.js").write_text("export default {};\n")
    (web / "board" / "view.js").write_text('import "../deep.js";\nimport "../vendor/lit.js";\n')
    (web / "deep.js").write_text('import "./deeper.js";\n')
    (web / "deeper.js").write_text('const later = () => import("./later.js");\n')
    (web / "later.js").write_text("")
    (web / "vendor" / "lit.js").write_text("")
    async with house.visitor() as visitor:
        answer = await visitor.get("/r/room")

    assert [address.split("/", 3)[3] for address in named(answer)] == [
        "i18n/de.js",
        "packs/board-join.js",
        "vendor/lit.js",
        "packs/board.js",
    ]


async def test_what_another_page_imports_later_does_not_begin_this_page(
    house: House, web: Path
) -> None:
    (web / "pages" / "join.html").write_text('<script type="module" src="/static/pages/join.js">')
    (web / "pages" / "join.js").write_text('import { door } from "../door.js";\ndoor();\n')
    (web / "door.js").write_text("export const door = () => {};\n")
    async with house.visitor() as visitor:
        (version,) = {it.split("/")[2] for it in named(await visitor.get("/j/token"))}
        later = (await visitor.get(f"/static/{version}/door.js")).text
        pack = (await visitor.get(f"/static/{version}/packs/join-parts.js")).text

    assert "packs/join-parts.js" in later
    assert "door()" not in pack


async def test_after_an_update_nobody_runs_half_old_code(house: House, web: Path) -> None:
    (web / "pages" / "board.html").write_text(
        '<script type="module" src="/static/board/camera.js">'
    )
    async with house.visitor() as visitor:
        first = await visitor.get("/r/room")
        seen = {"If-None-Match": first.headers["etag"]}
        same = await visitor.get("/r/room", headers=seen)
        (web / "board" / "camera.js").write_text("export const camera = 'newer';\n")
        newer = await visitor.get("/r/room", headers=seen)
        gone = await visitor.get(*named(first))
        there = await visitor.get(*named(newer))

    assert same.status_code == 304
    assert newer.status_code == 200
    assert gone.status_code == 404
    assert "const camera='newer';" in there.text


async def test_a_file_asked_for_by_its_plain_address_is_asked_for_each_time(
    house: House, web: Path
) -> None:
    async with house.visitor() as visitor:
        first = await visitor.get("/static/board/camera.js")
        seen = {"If-None-Match": first.headers["etag"]}
        same = await visitor.get("/static/board/camera.js", headers=seen)
        (web / "board" / "camera.js").write_text("export const camera = 'newer';\n")
        newer = await visitor.get("/static/board/camera.js", headers=seen)

    assert first.headers["cache-control"] == same.headers["cache-control"] == "no-cache"
    assert same.status_code == 304
    assert newer.status_code == 200


async def test_everybody_gets_the_same_file_as_small_as_they_can_unpack_it(house: House) -> None:
    async with house.visitor() as visitor:
        answers = [
            await visitor.get("/static/board/camera.js", headers={"Accept-Encoding": accepted})
            for accepted in ("gzip, deflate, br", "gzip, deflate", "identity")
        ]

    assert [each.headers.get("content-encoding") for each in answers] == ["br", "gzip", None]
    content = [each.content for each in answers]
    assert content[0] == content[1] == content[2]


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


def named(page: httpx.Response) -> list[str]:
    """The files that a page names, in its order."""
    return re.findall(r"\"(/static/[^\"]+)\"", page.text)
