from dataclasses import replace

from rooms.census import Census
from tests.fakes import person


def test_connections_are_counted_by_person_and_by_link() -> None:
    census = Census()
    ada, bo = person("Ada"), person("Bo")
    for each in (ada, ada, bo):
        census.came(each)
    assert (census.of_person(ada.id), census.of_person(bo.id)) == (2, 1)
    assert census.by_link(ada.link) == 3

    census.left(ada)
    assert (census.of_person(ada.id), census.by_link(ada.link)) == (1, 2)


def test_who_left_with_every_connection_is_forgotten() -> None:
    census = Census()
    by_other_link = replace(person("Ada"), link="other")
    for each in (person("Ada"), by_other_link):
        census.came(each)
    for each in (person("Ada"), by_other_link):
        census.left(each)
    assert vars(census) == {"_of_person": {}, "_by_link": {}}
