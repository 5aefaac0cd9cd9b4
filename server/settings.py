"""What an operator can set, read once at the start."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rooms.room import RoomLimits
from server.limits import TalkLimits

WEB = Path(__file__).resolve().parent.parent / "web"
LOOPBACK = ("127.0.0.1", "::1", "localhost")
DEFAULT_STORE = "sqlite:./data/helpathon.db"


@dataclass(frozen=True, slots=True)
class Settings:
    store: str = DEFAULT_STORE
    # Any name opens a room without a link: for Yjs clients on this machine only.
    open_rooms: bool = False
    # Connections of one process; more are refused at the upgrade (503).
    max_connections: int = 5000
    room_limits: RoomLimits = field(default_factory=RoomLimits)
    talk_limits: TalkLimits = field(default_factory=TalkLimits)
    web: Path = WEB


def is_loopback(host: str) -> bool:
    """Whether a Host header, or a host alone, names this machine and nothing else."""
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    return name.strip("[]") in LOOPBACK or host in LOOPBACK


def store_from_environment(environment: Mapping[str, str] = os.environ) -> str:
    """HELPATHON_STORE, else what platforms that bring a Redis call it, else SQLite."""
    return environment.get("HELPATHON_STORE") or environment.get("REDIS_URL") or DEFAULT_STORE
