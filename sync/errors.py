"""What can be wrong with a peer's bytes, each with the websocket close code that answers it.

`DocumentError` stands apart: it is ours (or pycrdt's), never the peer's fault.
"""

from __future__ import annotations

from typing import ClassVar

# A close frame carries at most 123 bytes of reason.
MAX_REASON_BYTES = 120


class SyncError(Exception):
    """A peer's fault. `reason` says what was expected and what came, ready for a close frame."""

    default_code: ClassVar[int] = 4400

    def __init__(self, reason: str, code: int | None = None) -> None:
        self.reason = reason.encode("ascii", "replace")[:MAX_REASON_BYTES].decode("ascii")
        self.code = self.default_code if code is None else code
        super().__init__(self.reason)


class WireError(SyncError):
    """Bytes that are no message, or no update."""

    default_code = 4400


class ViolationError(SyncError):
    """A message that is well-formed but not valid here: wrong state (4409) or role (4403)."""

    default_code = 4409


class GuardError(SyncError):
    """A well-formed update that breaks a bound."""

    default_code = 4413


class DocumentError(Exception):
    """pycrdt refused, failed or panicked."""
