"""What an operator sets, and what counts as this machine."""

import pytest

from server.settings import DEFAULT_STORE, is_loopback, store_from_environment


@pytest.mark.parametrize(
    ("environment", "store"),
    [
        ({}, DEFAULT_STORE),
        ({"REDIS_URL": "redis://platform"}, "redis://platform"),
        ({"HELPATHON_STORE": "memory:", "REDIS_URL": "redis://platform"}, "memory:"),
        ({"HELPATHON_STORE": "", "REDIS_URL": ""}, DEFAULT_STORE),
    ],
)
def test_the_store_is_ours_to_name_else_the_platforms_else_a_file(
    environment: dict[str, str], store: str
) -> None:
    assert store_from_environment(environment) == store


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8000", "127.0.0.1", "127.0.0.1:1", "::1", "[::1]", "[::1]:80"]
)
def test_names_of_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host",
    [
        "",
        ":80",
        "localhost.example",
        "example:80",
        "127.0.0.1.example:80",
        "0.0.0.0",
        "192.0.2.7",
        "[::]:80",
        "localhost@example",
        "localhost:80:80",
    ],
)
def test_names_that_are_not_this_machine_alone(host: str) -> None:
    assert not is_loopback(host)
