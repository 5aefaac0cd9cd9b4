"""Pictures dropped, pasted and photographed: kept while offline, seen by all, without secrets."""

import re
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Locator, Page, Route, expect

from tests.e2e.hands import becomes
from tests.e2e.people import Helpathon, Visitor
from tests.pictures import EXIF_GPS

pytestmark = pytest.mark.browser

# A photo as a camera writes it: upright only by what it says in its head, with place and comment.
PHOTO = """
async ([width, height, exif]) => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext("2d");
  const sky = context.createLinearGradient(0, 0, 0, height);
  sky.addColorStop(0, "#9cc4dd");
  sky.addColorStop(0.6, "#eef3ea");
  context.fillStyle = sky;
  context.fillRect(0, 0, width, height);
  for (let house = 0; house < 9; house++) {
    context.fillStyle = ["#b4544a", "#a07a00", "#4a74b0"][house % 3];
    const tall = height * (0.3 + ((house * 7) % 5) / 12);
    context.fillRect((house * width) / 9, height - tall, width / 10, tall);
  }
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.9));
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const whole = new Uint8Array(bytes.length + exif.length);
  whole.set(bytes.subarray(0, 2));
  whole.set(exif, 2);
  whole.set(bytes.subarray(2), 2 + exif.length);
  return new File([whole], "Nordmarkt.jpg", { type: "image/jpeg" });
}
"""
DROP = """async ([photo, x, y]) => {
  const data = new DataTransfer();
  data.items.add(await (PHOTO)(photo));
  const board = document.querySelector("#board");
  for (const type of ["dragenter", "dragover", "drop"]) {
    const kind = { dataTransfer: data, clientX: x, clientY: y, bubbles: true, cancelable: true };
    board.dispatchEvent(new DragEvent(type, kind));
  }
}""".replace("PHOTO", PHOTO)
PASTE = """async (photo) => {
  const data = new DataTransfer();
  data.items.add(await (PHOTO)(photo));
  const kind = { clipboardData: data, bubbles: true, cancelable: true };
  (document.activeElement ?? document.body).dispatchEvent(new ClipboardEvent("paste", kind));
}""".replace("PHOTO", PHOTO)
FILE = """async (photo) => {
  const file = await (PHOTO)(photo);
  return [...new Uint8Array(await file.arrayBuffer())];
}""".replace("PHOTO", PHOTO)
# Orientation 6: to be turned by a quarter, so that 2400 × 1800 is seen as 1800 × 2400.
TURNED = b"\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"


# A picture is made smaller, sent, and fetched by the others.
WITHIN_MS = 20_000


def photo(width: int, height: int, exif: bytes = EXIF_GPS) -> list[Any]:
    return [width, height, list(exif)]


def pictures(page: Page) -> Locator:
    return page.locator(".object.image")


def is_seen(picture: Locator) -> None:
    expect(picture).to_have_attribute("data-state", "ready", timeout=WITHIN_MS)
    assert picture.locator("img").evaluate("(it) => it.naturalWidth") > 0


def of_the_server(picture: Locator) -> str:
    """The address from which it is shown, once it is the server's."""
    shown = picture.locator("img")
    expect(shown).to_have_attribute(
        "src", re.compile("/api/rooms/.*/images/[0-9a-f]{64}$"), timeout=WITHIN_MS
    )
    return shown.get_attribute("src") or ""


def seen_sides(page: Page, address: str) -> list[int]:
    """Of the picture as the server has it, by its own pixels."""
    sides: list[int] = page.evaluate(
        """async (address) => {
  const bitmap = await createImageBitmap(await (await fetch(address)).blob());
  return [bitmap.width, bitmap.height];
}""",
        address,
    )
    return sides


def test_a_dropped_photo_is_seen_by_everybody_small_upright_and_without_its_place(
    helpathon: Helpathon, ada: Visitor, ben: Visitor
) -> None:
    guest = helpathon.arrive("Gast", role="guest")

    ada.page.evaluate(DROP, [photo(2400, 1800, TURNED + EXIF_GPS), 400, 400])
    address = of_the_server(pictures(ada.page))
    is_seen(pictures(ben.page))
    is_seen(pictures(guest.page))

    assert seen_sides(ben.page, address) == [1200, 1600]
    stored = ada.page.request.get(f"{helpathon.server.url}{address}")
    assert stored.headers["content-type"] == "image/webp"
    assert not [it for it in (b"GPS", b"Exif", b"EXIF", b"51.5136") if it in stored.body()]
    width, height = pictures(ben.page).evaluate("(it) => [it.offsetWidth, it.offsetHeight]")
    assert (width, height) == (300, 400)

    # Asked once what is on it; the answer is its name for everybody.
    ada.page.get_by_role("button", name="Bild beschreiben").click()
    expect(ada.writing_field).to_be_focused()
    ada.page.keyboard.type("Häuser am Nordmarkt")
    ada.page.keyboard.press("Escape")
    named = "Bild: Häuser am Nordmarkt, von Ada"
    expect(ben.page.get_by_role("button", name=named, exact=True).first).to_be_visible(
        timeout=WITHIN_MS
    )

    # It keeps its proportions at the corners, and one step back takes all of it.
    handle = ada.page.locator(".handle:visible").last.bounding_box()
    assert handle is not None, "it is on the screen"
    ada.page.mouse.move(handle["x"] + 5, handle["y"] + 5)
    ada.page.mouse.down()
    ada.page.mouse.move(handle["x"] + 65, handle["y"] + 35, steps=4)
    ada.page.mouse.up()
    becomes(lambda: is_three_to_four(pictures(ben.page)), True)
    for _ in range(5):  # its size, three words, the picture
        ada.page.keyboard.press("Control+z")
    expect(pictures(ben.page)).to_have_count(0)
    ada.page.keyboard.press("Control+y")
    is_seen(pictures(ben.page))

    # A guest looks, and neither drops nor pastes nor sends one.
    guest.page.evaluate(DROP, [photo(800, 600), 300, 300])
    guest.page.evaluate(PASTE, photo(800, 600))
    refused = guest.page.evaluate(
        """async () => (await fetch(`/api/rooms/${location.pathname.split("/").pop()}/images`,
        { method: "POST", headers: { "content-type": "image/png" }, body: "x" })).status"""
    )
    assert refused == 403
    expect(pictures(guest.page)).to_have_count(1)
    assert not [*ada.errors, *ben.errors, *guest.errors]


def is_three_to_four(picture: Locator) -> bool:
    width, height = picture.evaluate("(it) => [it.offsetWidth, it.offsetHeight]")
    return bool(width > 305 and abs(width / height - 0.75) < 0.01)


def test_a_photo_taken_offline_is_kept_over_a_reload_and_sent_when_the_server_is_back(
    helpathon: Helpathon, ben: Visitor
) -> None:
    ada = helpathon.arrive("Ada", device="phone")
    taken = bytes(ben.page.evaluate(FILE, photo(1200, 900)))
    photos = FilePayload(name="Foto.jpg", mimeType="image/jpeg", buffer=taken)
    ada.page.locator(".composer").get_by_role("button", name="Bild hinzufügen").wait_for()

    # The server takes nothing; the object is there for everybody at once.
    ada.page.route("**/images", refuse)
    with ada.page.expect_file_chooser() as asked:
        ada.page.get_by_role("button", name="Foto aufnehmen").click()
    assert asked.value.element.get_attribute("capture") == "environment"
    asked.value.set_files([photos])
    expect(ada.page.locator(".card-picture")).to_have_attribute(
        "src", re.compile("^blob:"), timeout=WITHIN_MS
    )
    expect(ben.page.locator(".object.image .image-words")).to_have_text(
        "Bild wird geladen, von Ada", timeout=WITHIN_MS
    )

    # A new visit still has it, and sends it as soon as it can.
    ada.has_saved()
    ada.page.reload()
    expect(ada.page.locator(".card-picture")).to_have_attribute(
        "src", re.compile("^blob:"), timeout=WITHIN_MS
    )
    ada.page.unroute("**/images")
    ada.page.evaluate("dispatchEvent(new Event('online'))")
    is_seen(pictures(ben.page))
    of_the_server(pictures(ben.page))
    expect(ada.page.locator(".card-picture")).to_have_attribute(
        "src", re.compile("/images/"), timeout=WITHIN_MS
    )

    # Its description is written in the list.
    ada.page.locator(".card[data-kind=image] .card-text").click()
    expect(ada.page.locator(".card-field")).to_be_focused()
    ada.page.keyboard.type("Skizze auf Papier")
    ada.page.keyboard.press("Escape")
    named = "Bild: Skizze auf Papier, von Ada"
    expect(ben.page.get_by_role("button", name=named, exact=True).first).to_be_visible(
        timeout=WITHIN_MS
    )

    # Pasted on the board it lies where one looks; a text that comes with a picture is a text.
    ben.page.locator("#board").focus()
    ben.page.evaluate(PASTE, photo(640, 480))
    expect(pictures(ben.page)).to_have_count(2, timeout=WITHIN_MS)
    expect(ada.page.locator(".card-picture")).to_have_count(2, timeout=WITHIN_MS)

    # One that the server does not have is a calm sheet that says what was on it.
    ben.page.route("**/api/rooms/*/images/*", refuse)
    ben.page.reload()
    missing = pictures(ben.page).first
    expect(missing).to_have_attribute("data-state", "missing", timeout=WITHIN_MS)
    expect(missing.locator(".image-words")).to_have_text(
        re.compile("Das Bild ist gerade nicht da\\s+Skizze auf Papier")
    )
    assert not [*ada.errors, *ben.errors]


def refuse(route: Route) -> None:
    route.abort()
