"""What a server says of itself at /metrics."""

import urllib.request

from prometheus_client.parser import text_string_to_metric_families

from tests.processes import ServerProcess


def figure(server: ServerProcess, name: str) -> float:
    """A gauge or a counter without labels, by its whole name."""
    with urllib.request.urlopen(f"{server.url}/metrics", timeout=10) as answer:
        page = answer.read().decode()
    for family in text_string_to_metric_families(page):
        for sample in family.samples:
            if sample.name == name:
                return float(sample.value)
    raise AssertionError(f"expected {name} at /metrics")
