"""The table of all settings, for docs/operations.md: python -m tests.operations.settings_table"""

from collections.abc import Iterator

from server.configuration import kind_name, settings_of
from server.setting_texts import SETTING_TEXTS
from server.settings import Settings


def lines() -> Iterator[str]:
    yield "| in the environment | in the file | unit | default | what it is for |"
    yield "|---|---|---|---|---|"
    for setting in settings_of(Settings()):
        unit, text = SETTING_TEXTS[setting.name]
        variables = ", ".join(f"`{name}`" for name in setting.variables)
        default = f"`{written(setting.default)}`" if setting.default != "" else "empty"
        kind = unit or kind_name(setting.kind)
        yield f"| {variables} | `{setting.name}` | {kind} | {default} | {text} |"


def written(value: object) -> str:
    """As it would stand in the environment."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    print("\n".join(lines()))
