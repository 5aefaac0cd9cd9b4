"""Which links have run out since somebody last looked, by a wall clock that may jump."""

# A connection ends within a second of its link.
LOOK_EVERY_S = 0.5


class Expiries:
    def __init__(self) -> None:
        self._at_ms: dict[tuple[str, str], int] = {}
        self._over: set[tuple[str, str]] = set()

    def note(self, scope: str, link: str, expires_at_ms: int) -> None:
        """Of a new link, or of one that lasts longer or shorter from now on."""
        self._at_ms[scope, link] = expires_at_ms
        self._over.discard((scope, link))

    def forget(self, scope: str) -> None:
        """All links of a scope."""
        gone = {link for link in self._at_ms if link[0] == scope}
        for link in gone:
            del self._at_ms[link]
        self._over -= gone

    def newly_over(self, now_ms: int) -> list[tuple[str, str]]:
        """(scope, link) of each that was still valid the last time."""
        over = {link for link, at_ms in self._at_ms.items() if at_ms <= now_ms}
        news = sorted(over - self._over)
        self._over = over
        return news
