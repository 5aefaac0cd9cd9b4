"""What each setting is for, for docs/operations.md: name → (unit, text).

A new field in the settings needs a line here; tests/operations says which one is missing.
"""

SETTING_TEXTS: dict[str, tuple[str, str]] = {
    "store": ("address", "Where everything is kept: `sqlite:PATH` or a Redis, see *Several nodes*"),
    "host": ("address", "Where to listen; `0.0.0.0` is everywhere"),
    "port": ("port", "Where to listen; 0 finds a free one"),
    "address": ("URL", "What links begin with: the address people open. Empty: as it listens"),
    "trusted_proxies": (
        "addresses",
        "Proxies whose `X-Forwarded-Proto` is believed: addresses or networks with commas, or `*`",
    ),
    "log": ("level", "What is logged, from `debug` (all) to `error` (faults only)"),
    "log_format": ("format", "`text` for people, `json` for machines: one object per line"),
    "open_rooms": ("", "Any Yjs client opens any room without a link; on 127.0.0.1 only"),
    "max_connections": ("connections", "Of one process; more are refused with 503"),
    "room_limits.document_bytes": ("bytes", "The largest document of a room, history included"),
    "room_limits.members": ("connections", "In one room"),
    "talk_limits.messages.per_s": ("messages/s", "Of one person; faster ones are read slower"),
    "talk_limits.messages.burst": ("messages", "At once, before that counts"),
    "talk_limits.bytes.per_s": ("bytes/s", "Of one person; faster ones are read slower"),
    "talk_limits.bytes.burst": ("bytes", "At once, before that counts"),
    "talk_limits.work.per_s": ("s/s", "Of the server's time for one person"),
    "talk_limits.work.burst": ("s", "At once, before that counts"),
    "person_limits.connections": ("connections", "Of one person; more are asked to come back"),
    "person_limits.requests.per_s": ("requests/s", "Of one person, upgrades included; then 429"),
    "person_limits.requests.burst": ("requests", "At once, before that counts"),
    "link_limits.connections": ("connections", "By one link; more are asked to come back"),
    "link_limits.joins.per_s": ("people/s", "New people by one link; then 429"),
    "link_limits.joins.burst": ("people", "At once, before that counts"),
    "link_limits.people": ("people", "Of one Helpathon, ever; beyond it only facilitators join"),
    "http_limits.request_s": ("seconds", "Within which a request must be whole"),
    "http_limits.unfinished": ("requests", "Not whole yet, of everybody; the oldest makes room"),
    "http_limits.head_bytes": ("bytes", "Of a request's line and headers"),
    "http_limits.stalled_s": ("seconds", "Within which a reader must take some of an answer"),
}
