"""Signed links and cookies. Who a person is, nobody can say but the server's own signature."""

import hashlib
import time
from dataclasses import asdict, dataclass

from itsdangerous import BadSignature, Signer, URLSafeTimedSerializer

# A Helpathon's ideas are looked at for weeks after its day.
COOKIE_AGE_S = 60 * 24 * 3600


class BadToken(Exception):
    """Not one of our signatures, or too old."""


@dataclass(frozen=True, slots=True)
class Pass:
    """What a person's cookie holds: who they are in one Helpathon and by which link they came."""

    helpathon: str
    person: str
    link: str


class Identity:
    def __init__(self, secret: bytes) -> None:
        digest = hashlib.sha256
        self._links = Signer(secret, salt="link", sep=".", digest_method=digest)
        self._passes = URLSafeTimedSerializer(
            secret, salt="person", signer_kwargs={"digest_method": digest}
        )

    def sign_link(self, helpathon: str, link: str) -> str:
        return self._links.sign(f"{helpathon}.{link}").decode()

    def read_link(self, token: str) -> tuple[str, str]:
        """(Helpathon, link) of a token.

        Raises BadToken.
        """
        try:
            helpathon, _, link = self._links.unsign(token).decode().partition(".")
        except (BadSignature, UnicodeError) as error:
            raise BadToken("expected a signed link") from error
        return helpathon, link

    def sign_pass(self, holder: Pass) -> str:
        token = self._passes.dumps(asdict(holder))
        return token if isinstance(token, str) else token.decode()

    def read_pass(self, cookie: str) -> Pass:
        """Raises BadToken."""
        try:
            content, signed_at = self._passes.loads(cookie, return_timestamp=True)
            holder = Pass(**content)
        except (BadSignature, TypeError) as error:
            raise BadToken("expected a signed cookie") from error
        # Only too old counts: a node whose clock is ahead signs in our future.
        if time.time() - signed_at.timestamp() > COOKIE_AGE_S:
            raise BadToken("expected a cookie that is still valid")
        return holder


# Such a cookie is only ever set by this very host over TLS: no sibling domain can put one over it.
HOST_ONLY = "__Host-"


def cookie_name(helpathon: str, *, secure: bool = False) -> str:
    """One cookie per Helpathon, so that taking part in one doesn't end another."""
    return f"{HOST_ONLY if secure else ''}helpathon-{helpathon}"


def cookie_names(helpathon: str) -> tuple[str, str]:
    """Under which a pass may come; the first that holds one counts."""
    return cookie_name(helpathon, secure=True), cookie_name(helpathon)
