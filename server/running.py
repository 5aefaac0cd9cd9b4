"""What one process has while it runs; routes find it on the application's state."""

from dataclasses import dataclass
from typing import cast

from starlette.requests import Request

from persistence.contract import Store
from rooms.hub import Hub
from server.admission import Admissions
from server.health import LoopLag
from server.identity import Identity
from server.images.shelf import Shelf
from server.settings import Settings


@dataclass(frozen=True, slots=True)
class Running:
    settings: Settings
    store: Store
    hub: Hub
    identity: Identity
    admission: Admissions
    loop_lag: LoopLag
    shelf: Shelf


def running(request: Request) -> Running:
    return cast("Running", request.state.running)
