"""Figures for Prometheus, read from what is counted anyway when somebody asks.

What each means and when to worry: docs/operations.md. No label names a room or a person.
"""

from collections.abc import Callable, Iterator
from itertools import accumulate

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)

from rooms.durability import Histogram
from rooms.hub import Hub
from server.admission import Admissions
from server.health import LoopLag


class HubCollector:
    def __init__(self, hub: Hub, admission: Admissions, loop_lag: LoopLag) -> None:
        self._hub = hub
        self._admission = admission
        self._loop_lag = loop_lag

    def collect(self) -> Iterator[Metric]:
        for name, (text, value) in (self._rooms() | self._work()).items():
            yield GaugeMetricFamily(f"helpathon_{name}", text, value=float(value))
        for name, (text, count) in self._counted().items():
            yield CounterMetricFamily(f"helpathon_{name}", text, value=float(count))
        refused = CounterMetricFamily(
            "helpathon_refused", "Websocket upgrades refused, by HTTP status", labels=["status"]
        )
        for status, count in sorted(self._admission.refused.items()):
            refused.add_metric([str(int(status))], count)
        yield refused
        saved = self._hub.durability.saved
        text = "From an edit's arrival until it is durable (one edit at a time per room)"
        yield histogram("helpathon_saved_seconds", text, saved)
        text = "How late the event loop was"
        yield histogram("helpathon_loop_lag_seconds", text, self._loop_lag.measured)

    def _rooms(self) -> dict[str, tuple[str, float]]:
        rooms = list(self._hub.rooms.values())
        connections = self._admission.connections
        members = [member for live in rooms for member in live.room.members.values()]
        return {
            "rooms": ("Rooms in memory", len(rooms)),
            "connections": ("Open websockets", len(connections)),
            "connections_held": (
                "Websockets read from more slowly, because they said too much",
                sum(connection.is_paused for connection in connections),
            ),
            "members": ("Seats in rooms", len(members)),
            "members_behind": (
                "Members who read too slowly and wait for one difference",
                sum(member.behind is not None for member in members),
            ),
            "document_bytes": (
                "Bytes of all documents in memory",
                sum(live.room.document.size_bytes for live in rooms),
            ),
            "backlog_entries": (
                "Log entries not yet durable",
                sum(len(live.backlog) for live in rooms),
            ),
            "backlog_bytes": (
                "Bytes of log entries waiting for their commit",
                sum(live.backlog.waiting_bytes for live in rooms),
            ),
            "log_bytes": (
                "Bytes of log after the snapshots of the rooms in memory",
                sum(live.tail.bytes for live in rooms),
            ),
        }

    def _work(self) -> dict[str, tuple[str, float]]:
        hub = self._hub
        lengths = hub.durability.log_entries.values()
        return {
            "log_entries": ("Log entries after the snapshots of the rooms in memory", sum(lengths)),
            "log_longest_entries": (
                "Log entries of the room with the longest log",
                max(lengths, default=0),
            ),
            "unsaved_oldest_seconds": (
                "Age of the oldest edit that is not durable yet",
                hub.durability.oldest_s(),
            ),
            "compactions_waiting": ("Rooms whose log is to be folded", hub.compactor.waiting),
            "compaction_lag_seconds": (
                "How long the first of them has waited",
                hub.compactor.lag_s,
            ),
            "store_up": ("1 while the store takes entries", not hub.committer.store_away),
            "bus_up": ("1 while other nodes are heard", hub.bus_up),
            "draining": ("1 once the process is told to end", self._admission.draining),
            "cpu_share_ratio": ("Share of a core as the pacer sees it", hub.pacer.share),
        }

    def _counted(self) -> dict[str, tuple[str, float]]:
        tally = self._hub.tally
        return {
            "messages_received": ("Messages of clients", tally.received),
            "deliveries": ("Frames handed to peers", tally.deliveries),
            "writes": ("Writes to sockets", tally.writes),
            "entries": ("Entries for the log", tally.entries),
            "closed": ("Connections the server ended", tally.refused),
            "fell_behind": ("Times a reader fell behind", tally.behind),
        }


def histogram(name: str, text: str, measured: Histogram) -> HistogramMetricFamily:
    bounds = [*(str(bound) for bound in measured.bounds), "+Inf"]
    buckets = list(zip(bounds, map(float, accumulate(measured.counts)), strict=True))
    return HistogramMetricFamily(name, text, buckets=buckets, sum_value=measured.sum)


def metrics_page(hub: Hub, admission: Admissions, loop_lag: LoopLag) -> Callable[[], bytes]:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(HubCollector(hub, admission, loop_lag))
    # CPU, memory and open files of the process; Linux only.
    ProcessCollector(registry=registry)
    return lambda: generate_latest(registry)
