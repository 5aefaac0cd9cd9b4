"""The records this process follows: of each Helpathon that was opened, and of the installation."""

from collections.abc import Callable

from persistence.contract import Bus, Record, Store
from rooms.single_flight import SingleFlight
from rooms.stage.records import RecordBook

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
        any_scope: bool,
    ) -> None:
        """`any_scope`: a scope without a Helpathon is opened too."""
        self._store = store
        self._bus = bus
        self._loaded = loaded
        self._changed = changed
        self._any_scope = any_scope
        self._books: dict[str, RecordBook] = {}
        # Of no Helpathon.
        self._others: dict[str, RecordBook] = {}
        self._loading = SingleFlight(self._load)
        self._refreshing: set[str] = set()

    async def of(self, scope: str) -> RecordBook:
        """The records of a Helpathon.

        Raises UnknownHelpathon, StoreError.
        """
        known = self._books.get(scope)
        if known is not None:
            return known
        return await self._loading.get(scope)

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
        book = self._books.get(scope) or self._others[scope]
        await book.refresh()

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
        self._bus().follow_records(scope, position)
        return book
