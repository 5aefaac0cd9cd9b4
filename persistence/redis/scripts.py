"""The Lua scripts: what Redis decides and does in one moment.

They are sent as text every time: none is on the hot path, and nothing has to be loaded again
after a restart or a failover.
"""

from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Scripts:
    load: str
    compact: str
    follow: str
    read: str
    write: str
    follow_records: str
    bring_back: str


def read_scripts() -> Scripts:
    folder = files("persistence.redis") / "lua"

    def text(name: str) -> str:
        return (folder / f"{name}.lua").read_text("utf-8")

    return Scripts(
        load=text("load"),
        compact=text("compact"),
        follow=text("follow"),
        read=text("read"),
        write=text("write"),
        follow_records=text("follow_records"),
        bring_back=text("bring_back"),
    )
