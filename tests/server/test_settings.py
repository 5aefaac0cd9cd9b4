"""What an operator sets, where, and what counts as this machine."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from server.configuration import (
    Setting,
    WrongSetting,
    config_file,
    load_settings,
    settings_of,
    unknown_variables,
)
from server.setting_texts import SETTING_TEXTS
from server.settings import DEFAULT_STORE, Settings, is_loopback


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "helpathon.toml"


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
    assert load_settings(environment).store == store


def test_without_anything_settings_are_the_defaults() -> None:
    assert load_settings({}) == Settings()


def test_an_option_wins_over_the_environment_over_the_file_over_the_default(file: Path) -> None:
    file.write_text('host = "h-file"\nport = 1\nmax_connections = 11\nlog = "error"')
    environment = {"HELPATHON_HOST": "h-env", "PORT": "2"}
    settings = load_settings(environment, file, host="h-option", port=None)

    assert (settings.host, settings.port, settings.max_connections) == ("h-option", 2, 11)
    assert (settings.log, settings.log_format) == ("error", "text")


def test_nested_settings_have_tables_in_the_file_and_long_names_in_the_environment(
    file: Path,
) -> None:
    file.write_text("[talk_limits.messages]\nper_s = 7\n[room_limits]\nmembers = 5")
    settings = load_settings({"HELPATHON_TALK_LIMITS_MESSAGES_BURST": "9.5"}, file)

    assert settings.talk_limits.messages.per_s == 7
    assert settings.talk_limits.messages.burst == 9.5
    assert settings.talk_limits.bytes == Settings().talk_limits.bytes
    assert settings.room_limits.members == 5


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"HELPATHON_MAX_CONNECTIONS": "many"}, "HELPATHON_MAX_CONNECTIONS: .*whole .*'many'"),
        ({"HELPATHON_MAX_CONNECTIONS": "0"}, "above 0"),
        ({"HELPATHON_OPEN_ROOMS": "perhaps"}, "true or false.*'perhaps'"),
        ({"HELPATHON_TALK_LIMITS_BYTES_PER_S": "nan"}, "above 0"),
        ({"HELPATHON_LOG_FORMAT": "xml"}, "text or json.*'xml'"),
        ({"PORT": "70000"}, "at most 65535"),
    ],
)
def test_a_wrong_variable_says_what_was_expected_and_what_came(
    environment: dict[str, str], words: str
) -> None:
    with pytest.raises(WrongSetting, match=words):
        load_settings(environment)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("max_conections = 5", "no setting max_conections"),
        ("[talk_limits]\nword = 5", "no setting talk_limits.word"),
        ("room_limits = 5", "no setting room_limits"),
        ("[room_limits.session]\nmessage_bytes = 5", "no setting room_limits.session"),
        ('max_connections = "5"', "max_connections: expected a whole number"),
        ("open_rooms = 1", "true or false"),
        ("max_connections = ", "expected TOML"),
    ],
)
def test_a_wrong_file_is_named_with_what_is_wrong_in_it(
    file: Path, content: str, words: str
) -> None:
    file.write_text(content)
    with pytest.raises(WrongSetting, match=words) as wrong:
        load_settings({}, file)
    assert str(file) in str(wrong.value)


def test_the_file_is_named_by_an_option_or_by_the_environment() -> None:
    environment = {"HELPATHON_CONFIG": "/etc/helpathon.toml"}

    assert config_file({}, None) is None
    assert config_file(environment, None) == Path("/etc/helpathon.toml")
    assert config_file(environment, Path("mine")) == Path("mine")


def test_variables_that_set_nothing_are_found() -> None:
    environment = {"HELPATHON_STOER": "x", "HELPATHON_STORE": "x", "HELPATHON_CONFIG": "x", "A": ""}

    assert unknown_variables(environment) == ["HELPATHON_STOER"]


@dataclass(frozen=True, slots=True)
class Inner:
    sockets: int | None = None


@dataclass(frozen=True, slots=True)
class Outer:
    inner: Inner = field(default_factory=Inner)


def test_a_limit_that_is_added_is_a_setting_at_once() -> None:
    (setting,) = settings_of(Outer())
    assert setting == Setting("inner.sockets", int | None, None)
    assert setting.variables == ("HELPATHON_INNER_SOCKETS",)


def test_every_setting_has_a_text_and_every_text_a_setting() -> None:
    missing = {setting.name for setting in settings_of(Settings())} ^ SETTING_TEXTS.keys()

    assert not missing, "server/setting_texts.py has a line per setting"


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
