"""How many connections each person and each link has in this process, over all its rooms."""

from collections import Counter

from rooms.member import Person, PersonId


class Census:
    def __init__(self) -> None:
        self._of_person: Counter[PersonId] = Counter()
        self._by_link: Counter[str] = Counter()

    def of_person(self, person: PersonId) -> int:
        return self._of_person[person]

    def by_link(self, link: str) -> int:
        return self._by_link[link]

    def came(self, person: Person) -> None:
        self._of_person[person.id] += 1
        self._by_link[person.link] += 1

    def left(self, person: Person) -> None:
        self._of_person[person.id] -= 1
        self._by_link[person.link] -= 1
        if not self._of_person[person.id]:
            del self._of_person[person.id]
        if not self._by_link[person.link]:
            del self._by_link[person.link]
