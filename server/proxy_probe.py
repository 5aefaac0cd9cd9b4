"""Does the way from people's browsers to a server do what cookies and websockets need?

Asks the public address as a browser would; a server has to run behind it.
"""

import http.client
import json
import ssl
from urllib.parse import SplitResult, urlsplit

from persistence.contract import Finding
from server.settings import LOOPBACK, Settings

TIMEOUT_S = 5.0
# A room that is nowhere: an upgrade that reaches us is refused with 404 and this text.
PROBE_PATH = "/sync/doctor-probe"
OUR_REFUSAL = b"no such room"


def examine_address(settings: Settings) -> Finding:
    """Blocks for some seconds at most."""
    address = settings.address
    parts = urlsplit(address)
    if not address:
        text = "HELPATHON_ADDRESS is not set: what a proxy makes of cookies was not looked at"
        return Finding("ok", "address", text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        text = f"HELPATHON_ADDRESS is {address}; expected https://NAME: correct it"
        return Finding("error", "address", text)
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        text = f"{address} has no TLS: cookies can be stolen; expected https: put a proxy in front"
        return Finding("warning", "address", text)
    try:
        return _proxy(parts)
    except (OSError, http.client.HTTPException, ValueError) as error:
        text = f"{address} gave no answer of ours ({error}); expected one: start server and proxy"
        return Finding("warning", "address", text)


def _proxy(parts: SplitResult) -> Finding:
    status, body = _ask(parts, "/healthz", {})
    seen = json.loads(body).get("scheme") if status in (200, 503) else None
    if seen is None:
        text = f"/healthz answered {status}; expected the server behind it: is this its address?"
        return Finding("warning", "address", text)
    if seen != parts.scheme:
        text = (
            f"the server believes it is asked by {seen}: cookies are not secure; expected "
            f"{parts.scheme}: let the proxy set X-Forwarded-Proto, and name the proxy in "
            "HELPATHON_TRUSTED_PROXIES"
        )
        return Finding("error", "address", text)
    return _upgrade(parts)


def _upgrade(parts: SplitResult) -> Finding:
    status, body = _ask(
        parts,
        PROBE_PATH,
        {
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Key": "ZG9jdG9yJ3MgcHJvYmUuLg==",
            "Sec-WebSocket-Version": "13",
            "Origin": f"{parts.scheme}://{parts.netloc}",
        },
    )
    if status == http.client.FORBIDDEN:
        text = "websockets are refused as another site's; expected the Host header of the browser"
        return Finding("error", "address", f"{text}: let the proxy pass Host on")
    if status == http.client.SERVICE_UNAVAILABLE:
        return Finding("warning", "address", "the server takes nobody in just now: ask again later")
    if OUR_REFUSAL not in body:
        text = f"a websocket was answered with {status}; expected it to reach the server"
        return Finding("error", "address", f"{text}: let the proxy pass Upgrade and Connection on")
    return Finding("ok", "address", "proxy, cookies and websockets are as they must be")


def _ask(parts: SplitResult, path: str, headers: dict[str, str]) -> tuple[int, bytes]:
    host, port = parts.hostname or "", parts.port
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        # Whether browsers accept the certificate is the browsers' to say: a test's is its own.
        unchecked = ssl.create_default_context()
        unchecked.check_hostname = False
        unchecked.verify_mode = ssl.CERT_NONE
        connection = http.client.HTTPSConnection(host, port, timeout=TIMEOUT_S, context=unchecked)
    else:
        connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT_S)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read(4096)
    finally:
        connection.close()
