"""What an operator can set, read once at the start.

Each field, nested ones too, is a setting: server/configuration.py reads it from the environment
and from a file, server/setting_texts.py says what it is for.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from rooms.room import RoomLimits
from server.limits import HttpLimits, ImageLimits, LinkLimits, PersonLimits, TalkLimits

WEB = Path(__file__).resolve().parent.parent / "web"
LOOPBACK = ("127.0.0.1", "::1", "localhost")
DEFAULT_STORE = "sqlite:./data/helpathon.db"

LogLevel = Literal["debug", "info", "warning", "error"]
LogFormat = Literal["text", "json"]


@dataclass(frozen=True, slots=True)
class Settings:
    store: str = DEFAULT_STORE
    host: str = "127.0.0.1"
    port: int = 8000
    # What links begin with, as people's browsers reach the server; empty: as it listens.
    address: str = ""
    # Whose word on the scheme is believed: addresses and networks, with commas, or *.
    trusted_proxies: str = "127.0.0.1,::1"
    log: LogLevel = "info"
    log_format: LogFormat = "text"
    # Any name opens a room without a link: for Yjs clients on this machine only.
    open_rooms: bool = False
    # Connections of one process; more are refused at the upgrade (503).
    max_connections: int = 5000
    room_limits: RoomLimits = field(default_factory=RoomLimits)
    talk_limits: TalkLimits = field(default_factory=TalkLimits)
    person_limits: PersonLimits = field(default_factory=PersonLimits)
    link_limits: LinkLimits = field(default_factory=LinkLimits)
    http_limits: HttpLimits = field(default_factory=HttpLimits)
    image_limits: ImageLimits = field(default_factory=ImageLimits)
    web: Path = WEB


def is_loopback(host: str) -> bool:
    """Whether a Host header, or a host alone, names this machine and nothing else."""
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    return name.strip("[]") in LOOPBACK or host in LOOPBACK
