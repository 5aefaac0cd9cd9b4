"""Pictures over HTTP: a person adds one to a room, people of the Helpathon look at it.

POST /api/rooms/{room}/images           the file as the body  → 201 {sha256, type, size, bytes}
GET  /api/rooms/{room}/images/{sha256}  the picture, for ever the same
"""

import re
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from persistence.contract import RoomId
from rooms.roles import Action, may
from server.api import NO_STORE, require_own_page, visitor
from server.images.picture import BadPicture, Picture, TooManyPixels, UnknownFormat
from server.images.read import read_picture
from server.problems import Problem
from server.running import Running, running

SHA256 = re.compile(r"[0-9a-f]{64}")
# Named by its content: it never changes. Only for the browser of who may see it.
FOR_EVER = "private, max-age=31536000, immutable"
# Opened by itself a picture is a picture, whatever a browser finds in it.
POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


async def add_image(request: Request) -> Response:
    server = running(request)
    require_own_page(request)
    room = RoomId(request.path_params["room"])
    book, person = await visitor(request, server, room)
    if not may(person.role, Action.EDIT):
        raise Problem("forbidden", "expected somebody who may write on this board")
    with server.shelf.place(book, person, room, size_of(request, server)):
        picture = cleaned(await body_of(request, server))
        sha256 = await server.shelf.put(book, person, room, picture)
    return JSONResponse(
        {
            "sha256": sha256,
            "type": picture.media_type,
            "size": [picture.width, picture.height],
            "bytes": len(picture.data),
        },
        status_code=HTTPStatus.CREATED,
        headers=NO_STORE,
    )


async def show_image(request: Request) -> Response:
    server = running(request)
    room, sha256 = RoomId(request.path_params["room"]), request.path_params["sha256"]
    book, _ = await visitor(request, server, room, server.admission.quotas.count_view)
    if SHA256.fullmatch(sha256) is None:
        raise Problem("not-found", "expected the SHA-256 of a picture")
    media_type = await server.shelf.media_type(book, sha256)
    if media_type is None:
        raise Problem("not-found", "expected a picture of this Helpathon")
    headers = {"ETag": f'"{sha256}"', "Cache-Control": FOR_EVER, "Content-Security-Policy": POLICY}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    data = await server.shelf.data(sha256)
    if data is None:
        raise Problem("not-found", "expected the picture's bytes, the store lost them")
    return Response(data, media_type=media_type, headers=headers)


IMAGE_ROUTES = [
    Route("/api/rooms/{room}/images", add_image, methods=["POST"]),
    Route("/api/rooms/{room}/images/{sha256}", show_image),
]


def cleaned(data: bytes) -> Picture:
    """Raises Problem: image-format, image-too-large, image-damaged."""
    try:
        return read_picture(data)
    except UnknownFormat as error:
        raise Problem("image-format", str(error)) from error
    except TooManyPixels as error:
        raise Problem("image-too-large", str(error)) from error
    except BadPicture as error:
        raise Problem("image-damaged", str(error)) from error


def size_of(request: Request, server: Running) -> int:
    """What it takes at most, before any of it is read. Raises Problem(image-too-large)."""
    most_bytes = server.settings.image_limits.file_bytes
    declared = request.headers.get("content-length", "")
    size_bytes = int(declared) if declared.isdecimal() else most_bytes
    if size_bytes > most_bytes:
        raise Problem("image-too-large", f"expected at most {most_bytes} bytes")
    return size_bytes


async def body_of(request: Request, server: Running) -> bytes:
    """Raises Problem: image-format, image-too-large."""
    if not request.headers.get("content-type", "").startswith("image/"):
        # A form of another site cannot send such a type without asking first.
        raise Problem("image-format", "expected a content type image/…")
    most_bytes = server.settings.image_limits.file_bytes
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most_bytes:
            raise Problem("image-too-large", f"expected at most {most_bytes} bytes")
    return bytes(body)
