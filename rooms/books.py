"""The records this process follows: of each Helpathon in use, and of the installation."""

from collections.abc import Callable, Collection

from persistence.contract import Bus, Record, Store
from rooms.single_flight import SingleFlight
from rooms.stage.records import RecordBook

# Reading them again takes one query; who comes back after a break finds them known.
LET_GO_AFTER_S = 600.0

# (the book, the name of the record, the record)
Changed = Callable[[RecordBook, str, Record], None]


class UnknownHelpathon(Exception):
    """There is no such Helpathon."""


class Books:
    def __init__(
        self,
        store: Store,
        bus: Callable[[], Bus],
        *,
        loaded: Callable[[RecordBook], None],
        changed: Changed,
        let_go: Callable[[str], None],
        now_s: Callable[[], float],
        any_scope: bool,
    ) -> None:
        """`any_scope`: a scope without a Helpathon is opened too."""
        self._store = store
        self._bus = bus
        self._loaded = loaded
        self._changed = changed
        self._let_go = let_go
        self._now_s = now_s
        self._any_scope = any_scope
        self._books: dict[str, RecordBook] = {}
        # When somebody last asked for it.
        self._used_s: dict[str, float] = {}
        # Of no Helpathon.
        self._others: dict[str, RecordBook] = {}
        self._loading = SingleFlight(self._load)
        self._refreshing: set[str] = set()

    def __contains__(self, scope: str) -> bool:
        return scope in self._books

    async def of(self, scope: str) -> RecordBook:
        """The records of a Helpathon.

        Raises UnknownHelpathon, StoreError.
        """
        known = self._books.get(scope)
        if known is None:
            return await self._loading.get(scope)
        self._used_s[scope] = self._now_s()
        return known

    def opened(self, scope: str) -> RecordBook:
        """The same of a Helpathon that was opened before."""
        return self._books[scope]

    async def keep(self, scope: str) -> None:
        """Follow records of no Helpathon, too: what a store loses, its nodes bring back.

        Raises StoreError.
        """
        book = RecordBook(scope, self._store)
        position = await book.load()
        self._others[scope] = book
        self._bus().follow_records(scope, position)

    def needs_refresh(self, scope: str) -> bool:
        """Records of it changed: whether a reading has to begin, because none is about to."""
        known = scope in self._books or scope in self._others
        if not known or scope in self._refreshing:
            return False
        self._refreshing.add(scope)
        return True

    async def refresh(self, scope: str) -> None:
        """Raises StoreError."""
        self._refreshing.discard(scope)  # what changes from now on needs another reading
        book = self._books.get(scope) or self._others.get(scope)
        if book is not None:  # not let go meanwhile
            await book.refresh()

    def sweep(self, in_use: Collection[str]) -> None:
        """Let go of the Helpathons that are not in use, and that nobody asked for in a while."""
        now_s = self._now_s()
        self._used_s.update(dict.fromkeys(self._used_s.keys() & set(in_use), now_s))
        idle = [scope for scope, used_s in self._used_s.items() if now_s - used_s > LET_GO_AFTER_S]
        for scope in idle:
            del self._books[scope], self._used_s[scope]
            self._bus().unfollow_records(scope)
            self._let_go(scope)

    def cancel(self) -> None:
        self._loading.cancel()

    async def _load(self, scope: str) -> RecordBook:
        book = RecordBook(scope, self._store)
        position = await book.load()
        if book.value("helpathon") is None and not self._any_scope:
            raise UnknownHelpathon(scope)
        self._loaded(book)
        book.listen(lambda name, record: self._changed(book, name, record))
        self._books[scope] = book
        self._used_s[scope] = self._now_s()
        self._bus().follow_records(scope, position)
        return book
