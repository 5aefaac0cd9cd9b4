"""How much one person and one link may take of this process, beside what their rooms allow.

Keyed on what was signed here, so nobody can spend another's share.
"""

import time
from collections.abc import Callable

from rooms.census import Census
from rooms.member import Person
from rooms.roles import Role
from rooms.stage.helpathon import Link
from rooms.stage.records import RecordBook
from server.account import Account
from server.limits import Buckets
from server.problems import Problem
from server.settings import Settings


class Quotas:
    def __init__(self, settings: Settings, now_s: Callable[[], float] = time.monotonic) -> None:
        self._person, self._link = settings.person_limits, settings.link_limits
        self._image = settings.image_limits
        self._now_s = now_s
        self._requests: Buckets[str] = Buckets(self._person.requests)
        self._views: Buckets[str] = Buckets(settings.image_limits.views)
        self._joins: Buckets[tuple[str, str]] = Buckets(self._link.joins)
        self._messages: Buckets[str] = Buckets(settings.talk_limits.messages)
        self._bytes: Buckets[str] = Buckets(settings.talk_limits.bytes)
        self._work: Buckets[str] = Buckets(settings.talk_limits.work)

    def count_request(self, person: str) -> None:
        """Raises Problem(too-many)."""
        now_s = self._now_s()
        if not self._requests.of(person, now_s).admits(1, now_s):
            raise Problem("too-many", f"expected at most {self._person.requests.per_s:g} a second")

    def count_view(self, person: str) -> None:
        """A picture looked at. Raises Problem(too-many)."""
        now_s = self._now_s()
        if not self._views.of(person, now_s).admits(1, now_s):
            most = f"{self._image.views.per_s:g} pictures a second"
            raise Problem("too-many", f"expected at most {most}")

    def count_newcomer(self, book: RecordBook, link: Link) -> None:
        """Somebody this Helpathon does not know yet. Raises Problem(too-many)."""
        if link.role is not Role.FACILITATOR and book.count("person/") >= self._link.people:
            raise Problem("too-many", f"expected at most {self._link.people} people")
        now_s = self._now_s()
        if not self._joins.of((book.scope, link.id), now_s).admits(1, now_s):
            most = f"{self._link.joins.per_s:g} new people a second by one link"
            raise Problem("too-many", f"expected at most {most}")

    def require_seat(self, census: Census, person: Person) -> None:
        """One more connection of theirs. Raises Problem(too-many)."""
        if census.of_person(person.id) >= self._person.connections:
            raise Problem("too-many", f"expected at most {self._person.connections} connections")
        if census.by_link(person.link) >= self._link.connections:
            most = f"{self._link.connections} connections by one link"
            raise Problem("too-many", f"expected at most {most}")

    def account(self, person: Person) -> Account:
        """Of one connection; its limits are those of the person, old connections included."""
        now_s = self._now_s()
        buckets = self._messages, self._bytes, self._work
        return Account(*(each.of(person.id, now_s) for each in buckets))
