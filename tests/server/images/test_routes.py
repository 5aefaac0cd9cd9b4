"""Pictures over HTTP: who may add one, who sees it, and what a browser is told about it."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import msgpack
import pytest

from persistence.contract import Change
from rooms.roles import Role
from server.limits import ImageLimits, Rate
from server.settings import Settings
from tests.eventually import eventually
from tests.pictures import EXIF_GPS, jpeg, png, png_chunk, vp8, webp
from tests.server.house import House, open_house

PICTURE = png(3, 2)
NAME = hashlib.sha256(PICTURE).hexdigest()
LIMITS = ImageLimits(
    file_bytes=2000,
    person_bytes=5000,
    room_bytes=8000,
    coming_bytes=4000,
    views=Rate(per_s=0.001, burst=3),
)


async def add(
    visitor: httpx.AsyncClient, room: str, data: bytes = PICTURE, **headers: str
) -> httpx.Response:
    path = f"/api/rooms/{room}/images"
    return await visitor.post(path, content=data, headers={"Content-Type": "image/png", **headers})


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def filled(size_bytes: int, mark: int = 0) -> bytes:
    """A picture of so many bytes; another one for each mark."""
    bare = png(rows=b"", extra=[png_chunk(b"IDAT")])
    return png(rows=b"", extra=[png_chunk(b"IDAT", bytes([mark]) * (size_bytes - len(bare)))])


async def test_who_adds_a_picture_is_told_its_name_and_everybody_there_sees_it(
    house: House,
) -> None:
    (room, _) = house.rooms
    async with house.joined("Ada") as ada, house.joined("Gast", Role.GUEST) as guest:
        added = await add(ada, room)
        seen = await guest.get(f"/api/rooms/{room}/images/{NAME}")

    assert added.status_code == 201
    assert added.headers["cache-control"] == "no-store"
    assert added.json() == {
        "sha256": NAME,
        "type": "image/png",
        "size": [3, 2],
        "bytes": len(PICTURE),
    }
    assert seen.content == PICTURE
    assert seen.headers["content-type"] == "image/png"
    assert seen.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert seen.headers["x-content-type-options"] == "nosniff"
    assert seen.headers["cross-origin-resource-policy"] == "same-origin"
    assert seen.headers["content-security-policy"].endswith("sandbox")


async def test_who_has_a_picture_is_not_sent_it_again(house: House) -> None:
    (room, _) = house.rooms
    async with house.joined() as ada:
        await add(ada, room)
        path = f"/api/rooms/{room}/images/{NAME}"
        tag = (await ada.get(path)).headers["etag"]
        again = await ada.get(path, headers={"If-None-Match": f'"x", {tag}'})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    assert "immutable" in again.headers["cache-control"]


async def test_the_type_is_what_the_bytes_say(house: House) -> None:
    (room, _) = house.rooms
    async with house.joined() as ada:
        for data, kind in ((jpeg(3, 2), "image/jpeg"), (webp(vp8(3, 2)), "image/webp")):
            name = (await add(ada, room, data)).json()["sha256"]
            seen = await ada.get(f"/api/rooms/{room}/images/{name}")
            assert (seen.headers["content-type"], seen.content) == (kind, data)


async def test_where_a_photo_was_taken_is_not_kept(house: House) -> None:
    (room, _) = house.rooms
    async with house.joined() as ada:
        name = (await add(ada, room, jpeg(3, 2, extra=[EXIF_GPS]))).json()["sha256"]
        seen = await ada.get(f"/api/rooms/{room}/images/{name}")

    assert seen.content == jpeg(3, 2)
    assert list(house.memory.blobs.values()) == [jpeg(3, 2)]


# Who may


async def test_a_guest_cannot_add_a_picture(house: House) -> None:
    (room, _) = house.rooms
    async with house.joined(role=Role.GUEST) as guest:
        assert code(await add(guest, room)) == (403, "forbidden")
    assert not house.memory.blobs


async def test_a_stranger_neither_adds_nor_sees(house: House) -> None:
    (room, _) = house.rooms
    async with house.joined() as ada, house.visitor() as stranger:
        await add(ada, room)
        assert code(await add(stranger, room)) == (401, "not-signed-in")
        seen = await stranger.get(f"/api/rooms/{room}/images/{NAME}")
        assert code(seen) == (401, "not-signed-in")


async def test_whose_link_is_for_another_room_neither_adds_nor_sees(house: House) -> None:
    one, other = house.rooms
    async with house.joined() as ada, house.visitor() as bo:
        await add(ada, one)
        token = await house.link(room=other)
        await bo.post(f"/api/links/{token}/join", json={"name": "Bo"})
        assert code(await add(bo, one)) == (403, "forbidden")
        assert code(await bo.get(f"/api/rooms/{one}/images/{NAME}")) == (403, "forbidden")


async def test_a_copied_picture_is_seen_in_another_room_of_the_helpathon(house: House) -> None:
    one, other = house.rooms
    async with house.joined() as ada:
        await add(ada, one)
        assert (await ada.get(f"/api/rooms/{other}/images/{NAME}")).status_code == 200


async def test_a_picture_of_another_helpathon_is_not_there(house: House) -> None:
    await house.store.put_blob(PICTURE)
    (room, _) = house.rooms
    async with house.joined() as ada:
        assert code(await ada.get(f"/api/rooms/{room}/images/{NAME}")) == (404, "not-found")


@pytest.mark.parametrize("name", ["x", "A" * 64, "0" * 63, "0" * 65, "0" * 63 + "%0a", "%2e%2e"])
async def test_what_is_no_hash_is_not_looked_up(house: House, name: str) -> None:
    (room, _) = house.rooms
    async with house.joined() as ada:
        house.store.fail("read", "get_blob")
        assert (await ada.get(f"/api/rooms/{room}/images/{name}")).status_code == 404


async def test_a_page_of_another_site_adds_nothing(house: House) -> None:
    (room, _) = house.rooms
    async with house.joined() as ada:
        foreign = await add(ada, room, Origin="https://elsewhere.example")
        path = f"/api/rooms/{room}/images"
        form = await ada.post(path, files={"image": PICTURE})

    assert code(foreign) == (403, "forbidden")
    assert code(form) == (415, "image-format")


# Where the store does not answer, or another node was faster


async def test_a_picture_another_node_took_in_is_seen_at_once(house: House) -> None:
    (room, _) = house.rooms
    await house.store.put_blob(PICTURE)
    value = msgpack.packb({"type": "image/png", "room": room, "person": "x", "bytes": 1})
    async with house.joined() as ada:
        await house.store.inner.write(house.book.scope, [Change(f"image/{NAME}", value, 0)])
        assert (await ada.get(f"/api/rooms/{room}/images/{NAME}")).content == PICTURE


async def test_while_the_store_is_away_people_are_asked_to_come_again(house: House) -> None:
    (room, _) = house.rooms
    async with house.joined() as ada:
        house.store.fail("put_blob")
        answer = await add(ada, room)
        assert code(answer) == (503, "unavailable")
        assert int(answer.headers["retry-after"]) > 0
        house.store.heal()
        assert (await add(ada, room)).status_code == 201


async def test_a_picture_the_store_lost_is_brought_back_by_adding_it_again(house: House) -> None:
    (room, _) = house.rooms
    async with house.joined() as ada:
        await add(ada, room)
        house.memory.blobs.clear()
        assert code(await ada.get(f"/api/rooms/{room}/images/{NAME}")) == (404, "not-found")
        await add(ada, room)
        assert (await ada.get(f"/api/rooms/{room}/images/{NAME}")).content == PICTURE


async def test_two_who_add_the_same_picture_at_once_both_have_it(house: House) -> None:
    (room, _) = house.rooms
    async with house.joined("Ada") as ada, house.joined("Bo") as bo:
        answers = await asyncio.gather(add(ada, room), add(bo, room))

    assert [answer.status_code for answer in answers] == [201, 201]
    assert house.book.count("image/") == 1


# How much


@pytest.fixture
async def narrow(web: Path) -> AsyncIterator[House]:
    settings = replace(Settings(web=web), image_limits=LIMITS)
    async with open_house(web, settings=settings) as house:
        yield house


async def test_a_larger_file_is_too_large_whatever_it_says_of_itself(narrow: House) -> None:
    (room, _) = narrow.rooms

    async def in_pieces() -> AsyncIterator[bytes]:
        for _ in range(30):
            yield b"x" * 100

    async with narrow.joined() as ada:
        told = await add(ada, room, filled(2001))
        path = f"/api/rooms/{room}/images"
        kind = {"Content-Type": "image/png"}
        untold = await ada.post(path, content=in_pieces(), headers=kind)
        assert (await add(ada, room, filled(2000))).status_code == 201

    assert code(told) == code(untold) == (413, "image-too-large")


async def test_a_person_has_so_much_room_and_others_have_theirs(narrow: House) -> None:
    one, other = narrow.rooms
    async with narrow.joined("Ada") as ada, narrow.joined("Bo") as bo:
        for mark in (1, 2):
            assert (await add(ada, one, filled(2000, mark))).status_code == 201
        assert code(await add(ada, one, filled(2000, 3))) == (507, "images-full")
        assert code(await add(ada, other, filled(2000, 3))) == (507, "images-full")
        assert (await add(bo, one, filled(2000, 3))).status_code == 201


async def test_a_room_has_so_much_room_whoever_fills_it(narrow: House) -> None:
    one, other = narrow.rooms
    for mark in range(4):
        async with narrow.joined(f"P{mark}") as person:
            assert (await add(person, one, filled(2000, mark))).status_code == 201
    async with narrow.joined("Ada") as ada:
        assert code(await add(ada, one, filled(2000, 9))) == (507, "images-full")
        assert (await add(ada, other, filled(2000, 9))).status_code == 201


async def test_many_at_once_are_no_way_around_the_limits(narrow: House) -> None:
    (room, _) = narrow.rooms
    narrow.store.hold("put_blob")
    async with narrow.joined("Ada") as ada, narrow.joined("Bo") as bo:
        first = [asyncio.create_task(add(ada, room, filled(2000, mark))) for mark in (1, 2)]
        await eventually(lambda: narrow.store.waiting["put_blob"] == 2)
        assert code(await add(ada, room, filled(2000, 3))) == (507, "images-full")
        assert code(await add(bo, room, filled(2000, 3))) == (429, "too-many")
        narrow.store.release("put_blob")
        assert [(await task).status_code for task in first] == [201, 201]
        assert (await add(bo, room, filled(2000, 3))).status_code == 201


async def test_looking_at_pictures_has_a_bound_of_its_own(narrow: House) -> None:
    (room, _) = narrow.rooms
    async with narrow.joined("Ada") as ada:
        await add(ada, room)
        path = f"/api/rooms/{room}/images/{NAME}"
        answers = [(await ada.get(path)).status_code for _ in range(4)]
        assert (await ada.get(f"/api/rooms/{room}")).status_code == 200

    assert answers == [200, 200, 200, 429]
