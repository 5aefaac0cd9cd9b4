"""What stands in a store address of Redis."""

import pytest

from persistence.redis.address import parsed


def test_one_redis_keeps_what_is_not_ours() -> None:
    address = parsed("rediss://u:p@host:1/2?prefix=graz:&health_check_interval=3&replicas=2")

    assert address.plain == "rediss://u:p@host:1/2?health_check_interval=3"
    assert (address.prefix, address.replicas) == ("graz:", 2)


def test_sentinels_have_a_usual_port_and_a_login_of_their_own() -> None:
    address = parsed("redis+sentinel://:pw@one,two:5000/mymaster/3?sentinel_password=other")

    assert address.sentinels == (("one", 26379), ("two", 5000))
    assert address.primary == "mymaster"
    assert address.sentinel_login == (None, "other")
    assert address.plain == "redis://:pw@sentinel/3?"


def test_a_cluster_is_found_by_any_of_its_nodes() -> None:
    address = parsed("rediss+cluster://u:p@one,[::1]:7000")

    assert address.cluster == (("one", 6379), ("::1", 7000))
    assert address.plain == "rediss://u:p@cluster?"


@pytest.mark.parametrize(
    "url",
    [
        "redis+sentinel://host",
        "redis+sentinel://host/mymaster/x",
        "redis+cluster://host/3",
        "redis+cluster://host,",
        "redis+magic://host",
        "redis://host?replicas=some",
        "redis://host?replicas=-1",
    ],
)
def test_what_makes_no_sense_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parsed(url)
