"""Figures for Prometheus, read from what the hub counts anyway when somebody asks."""

from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from rooms.hub import Hub
from server.admission import Admissions
from server.health import LoopLag


class HubCollector:
    def __init__(self, hub: Hub, admission: Admissions, loop_lag: LoopLag) -> None:
        self._hub = hub
        self._admission = admission
        self._loop_lag = loop_lag

    def collect(self) -> Iterator[Metric]:
        hub, tally = self._hub, self._hub.tally
        rooms = list(hub.rooms.values())
        gauges = {
            "helpathon_rooms": ("Rooms in memory", len(rooms)),
            "helpathon_connections": ("Open websockets", len(self._admission.connections)),
            "helpathon_members": ("Seats in rooms", sum(len(r.room.members) for r in rooms)),
            "helpathon_unsaved_entries": (
                "Log entries not yet durable",
                sum(len(r.backlog) for r in rooms),
            ),
            "helpathon_document_bytes": (
                "Bytes of all documents in memory",
                sum(r.room.document.size_bytes for r in rooms),
            ),
            "helpathon_store_up": ("1 while the store takes entries", not hub.committer.store_away),
            "helpathon_bus_up": ("1 while other nodes are heard", hub.bus_up),
            "helpathon_loop_lag_seconds": ("How late the loop is", self._loop_lag.latest_s),
            "helpathon_cpu_share": ("Share of a core as the pacer sees it", hub.pacer.share),
        }
        for name, (text, value) in gauges.items():
            yield GaugeMetricFamily(name, text, value=float(value))
        counters = {
            "helpathon_messages_received": ("Messages of clients", tally.received),
            "helpathon_deliveries": ("Frames handed to peers", tally.deliveries),
            "helpathon_writes": ("Writes to sockets", tally.writes),
            "helpathon_entries": ("Entries for the log", tally.entries),
            "helpathon_closed": ("Connections the server ended", tally.refused),
            "helpathon_behind": ("Times a reader fell behind", tally.behind),
        }
        for name, (text, value) in counters.items():
            yield CounterMetricFamily(name, text, value=float(value))


def metrics_page(hub: Hub, admission: Admissions, loop_lag: LoopLag) -> Callable[[], bytes]:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(HubCollector(hub, admission, loop_lag))
    return lambda: generate_latest(registry)
