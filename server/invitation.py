"""The links of a Helpathon on a terminal, with a QR code for the phones in the room."""

import io
import socket

import segno
from rich.console import Console
from rich.markup import escape

from rooms.roles import Role
from server.helpathons import Invitation

LABELS = {
    Role.FACILITATOR: "Facilitator (secret)",
    Role.PARTICIPANT: "Participant",
    Role.GUEST: "Guest (reads only)",
}


def address_of(host: str, port: int) -> str:
    """The address to open, phones included: 0.0.0.0 is everywhere and nowhere."""
    if host in ("0.0.0.0", "::"):  # noqa: S104  # only compared
        host = address_in_network() or "localhost"
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def address_in_network() -> str | None:
    """This machine's address in its network, as the routing table says; sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # A documentation address (RFC 5737): a UDP connect only looks up the route.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        found: str = probe.getsockname()[0]
        return found


def print_invitation(invitation: Invitation, address: str, console: Console) -> None:
    title, rooms = escape(invitation.title), escape(", ".join(invitation.rooms))
    console.print(f"\n[bold]{title}[/bold] · {rooms}", soft_wrap=True)
    for role, label in LABELS.items():
        if role in invitation.paths:
            # Never wrapped: a link is copied whole.
            line = f"{label:<22}{address}{invitation.paths[role]}"
            console.print(line, soft_wrap=True, markup=False)


def print_qr_code(url: str, console: Console) -> None:
    console.print("\nFor phones in the same network (participant's link):")
    drawing = io.StringIO()
    segno.make(url, error="m").terminal(out=drawing, compact=True, border=2)
    console.file.write(drawing.getvalue())


def print_open_rooms(address: str, console: Console) -> None:
    """What stands in the place of links where none is needed."""
    socket_address = address.replace("http", "ws", 1)
    text = f"Any Yjs client on this machine: {socket_address}/sync/ROOM"
    console.print(text, soft_wrap=True, markup=False)
