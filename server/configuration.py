"""Settings from where operators keep them: options over environment over a file over defaults.

A setting's name is the path of fields that leads to it, `talk_limits.messages.per_s`: so it
stands in a TOML file, and HELPATHON_TALK_LIMITS_MESSAGES_PER_S in the environment.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from server.settings import Settings

PREFIX = "HELPATHON_"
CONFIG = "HELPATHON_CONFIG"
# Names that platforms give to what they bring, after our own.
PLATFORM_NAMES = {"store": ("REDIS_URL",), "port": ("PORT",)}
# Not an operator's: what follows from other settings, and bounds that keep an update from ending
# the process.
FIXED = ("web", "room_limits.persons_known", "room_limits.session")
MAY_BE_ZERO = ("port",)
HIGHEST = {"port": 65535}
YES = ("1", "true", "yes", "on")
NO = ("0", "false", "no", "off")


class WrongSetting(Exception):
    """A setting that cannot be used: where it stands, what was expected, what was found."""


@dataclass(frozen=True, slots=True)
class Setting:
    name: str
    kind: Any  # a type, as the field's annotation has it
    default: Any

    @property
    def variables(self) -> tuple[str, ...]:
        """Names in the environment; the first one that is set counts."""
        own = PREFIX + self.name.replace(".", "_").upper()
        return (own, *PLATFORM_NAMES.get(self.name, ()))


def settings_of(defaults: Any, prefix: str = "") -> Iterator[Setting]:
    """Every setting in a dataclass, nested ones included, in the order of its fields."""
    hints = get_type_hints(type(defaults))
    for field in fields(defaults):
        name, default = prefix + field.name, getattr(defaults, field.name)
        if name in FIXED:
            continue
        if is_dataclass(default):
            yield from settings_of(default, f"{name}.")
        else:
            yield Setting(name, hints[field.name], default)


def load_settings(
    environment: Mapping[str, str], file: Path | None = None, **options: Any
) -> Settings:
    """Options that are None, and variables that are empty, are not set.

    Raises WrongSetting.
    """
    known = {setting.name: setting for setting in settings_of(Settings())}
    values: dict[str, Any] = {}
    if file is not None:
        for name, value in _in_file(file).items():
            if name not in known:
                raise WrongSetting(f"{file}: there is no setting {name}")
            values[name] = _checked(known[name], value, f"{file}: {name}")
    for setting in known.values():
        for variable in setting.variables:
            if text := environment.get(variable):
                values[setting.name] = _checked(setting, _read(setting.kind, text), variable)
                break
    given = {name: value for name, value in options.items() if value is not None}
    return cast("Settings", _built(Settings(), values | given))


def config_file(environment: Mapping[str, str], option: Path | None) -> Path | None:
    return option or (Path(environment[CONFIG]) if environment.get(CONFIG) else None)


def unknown_variables(environment: Mapping[str, str]) -> list[str]:
    """Variables that look like ours and set nothing: a typing error, most likely."""
    known = {name for setting in settings_of(Settings()) for name in setting.variables}
    ours = {name for name in environment if name.startswith(PREFIX)}
    return sorted(ours - known - {CONFIG})


def kind_name(kind: Any) -> str:
    """What may stand there, in words."""
    if get_origin(kind) is Literal:
        return " or ".join(get_args(kind))
    if get_origin(kind) in (Union, UnionType):
        return f"{kind_name(_without_none(kind))} or nothing"
    return {bool: "true or false", int: "a whole number", float: "a number", str: "text"}[kind]


def _in_file(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return dict(_flat(tomllib.load(file)))
    except OSError as error:
        raise WrongSetting(f"{path}: expected a file to read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongSetting(f"{path}: expected TOML: {error}") from error


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def _read(kind: Any, text: str) -> Any:
    """A variable's text as TOML would have it; what it is not stays text, to be refused."""
    if get_origin(kind) in (Union, UnionType):
        kind = _without_none(kind)
    if get_origin(kind) is Literal:
        return text.lower()
    if kind is bool:
        return {**dict.fromkeys(YES, True), **dict.fromkeys(NO, False)}.get(text.lower(), text)
    if kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            return text
    return text


def _checked(setting: Setting, value: Any, place: str) -> Any:
    kind = setting.kind
    if get_origin(kind) in (Union, UnionType):
        kind = _without_none(kind)
    if get_origin(kind) is Literal:
        fits = value in get_args(kind)
    elif kind is float:
        fits = isinstance(value, int | float) and not isinstance(value, bool)
    else:
        fits = type(value) is kind
    if not fits:
        raise WrongSetting(f"{place}: expected {kind_name(setting.kind)}, got {value!r}")
    if kind in (int, float) and not (value > 0 or (value == 0 and setting.name in MAY_BE_ZERO)):
        raise WrongSetting(f"{place}: expected a number above 0, got {value}")
    if setting.name in HIGHEST and value > HIGHEST[setting.name]:
        raise WrongSetting(f"{place}: expected at most {HIGHEST[setting.name]}, got {value}")
    return value


def _without_none(kind: Any) -> Any:
    (kind,) = (option for option in get_args(kind) if option is not NoneType)
    return kind


def _built(defaults: Any, values: Mapping[str, Any], prefix: str = "") -> Any:
    changed = {}
    for field in fields(defaults):
        name, default = prefix + field.name, getattr(defaults, field.name)
        if is_dataclass(default):
            changed[field.name] = _built(default, values, f"{name}.")
        elif name in values:
            changed[field.name] = values[name]
    return replace(defaults, **changed)
