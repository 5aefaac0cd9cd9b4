"""Errors as application/problem+json: `code` is for pages to translate, `detail` for logs."""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

STATUS_OF_CODE = {
    "invalid": HTTPStatus.BAD_REQUEST,
    "not-signed-in": HTTPStatus.UNAUTHORIZED,
    "forbidden": HTTPStatus.FORBIDDEN,
    "link-unknown": HTTPStatus.NOT_FOUND,
    "room-unknown": HTTPStatus.NOT_FOUND,
    "not-found": HTTPStatus.NOT_FOUND,
    "method-not-allowed": HTTPStatus.METHOD_NOT_ALLOWED,
    "link-expired": HTTPStatus.GONE,
    "link-revoked": HTTPStatus.GONE,
    "too-large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "too-many": HTTPStatus.TOO_MANY_REQUESTS,
    "image-format": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "image-damaged": HTTPStatus.UNPROCESSABLE_ENTITY,
    "image-too-large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "images-full": HTTPStatus.INSUFFICIENT_STORAGE,
    "internal": HTTPStatus.INTERNAL_SERVER_ERROR,
    "unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
}


NO_HEADERS: Mapping[str, str] = {}
# Asking again helps; not before.
RETRY_AFTER_S = 5
COME_AGAIN = ("too-many", "unavailable")


class Problem(Exception):
    """An answer that is not what was asked for."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.status = STATUS_OF_CODE[code]


def problem_response(problem: Problem, headers: Mapping[str, str] = NO_HEADERS) -> JSONResponse:
    again = {"Retry-After": str(RETRY_AFTER_S)} if problem.code in COME_AGAIN else {}
    return JSONResponse(
        {
            "type": "about:blank",
            "title": problem.status.phrase,
            "status": problem.status.value,
            "code": problem.code,
            "detail": problem.detail,
        },
        status_code=problem.status,
        media_type="application/problem+json",
        headers={"Cache-Control": "no-store", **again, **headers},
    )


async def answer_problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return problem_response(error)
