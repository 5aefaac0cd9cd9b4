"""docs/operations.md says what is: its tables, its figures, its names and its example files."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from prometheus_client.core import Metric
from prometheus_client.parser import text_string_to_metric_families

from server.configuration import load_settings
from tests.bench import placement
from tests.operations.settings_table import lines
from tests.processes import ROOT, helpathon
from tests.server.house import House, open_house

DOCUMENT = (ROOT / "docs" / "operations.md").read_text()
DEPLOY = ROOT / "deploy"
COMMAND = r"^(?:helpathon|.* -m server) ([a-z]+)\b"
NGINX = shutil.which("nginx")


def test_the_table_of_settings_is_the_one_the_code_has() -> None:
    assert "\n".join(lines()) in DOCUMENT, "python -m tests.operations.settings_table"


def test_the_plan_quotes_what_the_simulation_prints() -> None:
    printed = placement.report(100_000, 640, 8, 1)

    assert "```\n" + "\n".join(printed) + "\n```" in DOCUMENT
    assert "placement --rooms 100000 --nodes 640 --shards 8" in DOCUMENT


def test_slots_are_those_of_redis() -> None:
    assert placement.crc16(b"123456789") == 0x31C3  # the example of the Cluster specification
    assert placement.crc16(b"foo") % placement.SLOTS == 12182


def test_a_node_that_goes_moves_its_own_rooms_only() -> None:
    nodes = [f"10.0.0.{number}:8000" for number in range(10)]
    before, after = placement.Ring(nodes), placement.Ring(nodes[1:])
    for number in range(1000):
        node = before.node(f"room-{number}")
        assert node == nodes[0] or after.node(f"room-{number}") == node


@pytest.fixture
async def families(web_folder: Path) -> set[str]:
    async with open_house(web_folder) as house:
        return await names_of(house)


@pytest.fixture
def web_folder(tmp_path: Path) -> Path:
    (tmp_path / "pages").mkdir()
    for name in ("start", "join", "board"):
        (tmp_path / "pages" / f"{name}.html").touch()
    return tmp_path


async def names_of(house: House) -> set[str]:
    async with house.visitor() as prometheus:
        page = (await prometheus.get("/metrics")).text
    found: list[Metric] = list(text_string_to_metric_families(page))
    return {f.name + ("_total" if f.type == "counter" else "") for f in found}


async def test_every_metric_is_explained_and_none_that_is_not(families: set[str]) -> None:
    explained = set(re.findall(r"`(helpathon_\w+?)(?:\{\w+\})?`", DOCUMENT))
    ours = {name for name in families if name.startswith("helpathon_")}

    assert explained == ours


async def test_alerts_ask_for_metrics_that_are_there(families: set[str]) -> None:
    asked = set(re.findall(r"\b(?:helpathon|process)_\w+", (DEPLOY / "alerts.yml").read_text()))

    assert {name.removesuffix("_bucket") for name in asked} <= families


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", DOCUMENT):
        assert (ROOT / "docs" / target).exists(), target
    headings = re.findall(r"^#+ (.+)$", DOCUMENT, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", it.lower()).replace(" ", "-") for it in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", DOCUMENT)) <= anchors


def test_files_it_names_are_there() -> None:
    named = set(re.findall(r"\b(deploy/[\w@./-]*\w)", DOCUMENT))

    assert named >= {"deploy/nginx.conf", "deploy/Caddyfile", "deploy/helpathon@.service"}
    assert all((ROOT / name).exists() for name in named), named


def test_the_example_settings_and_those_in_the_text_are_read(tmp_path: Path) -> None:
    load_settings({}, DEPLOY / "helpathon.toml")
    for example in re.findall(r"^```toml\n(.*?)^```", DOCUMENT, re.MULTILINE | re.DOTALL):
        assert tomllib.loads(example)
        (tmp_path / "it.toml").write_text(example)
        load_settings({}, tmp_path / "it.toml")


def test_commands_in_the_text_exist() -> None:
    blocks = re.findall(r"^```sh.*?\n(.*?)^```", DOCUMENT, re.MULTILINE | re.DOTALL)
    used = set(re.findall(COMMAND, "\n".join(blocks), re.MULTILINE))
    shown = subprocess.run(helpathon("--help"), cwd=ROOT, capture_output=True, text=True).stdout

    assert used >= {"serve", "create", "doctor", "backup", "restore", "verify"}
    assert all(command in shown for command in used), used


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
def test_nginx_reads_the_example_for_tls(tmp_path: Path) -> None:
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"),
            *("-keyout", str(tmp_path / "key.pem"), "-out", str(tmp_path / "cert.pem")),
        ],
        check=True,
        capture_output=True,
    )
    site = (DEPLOY / "nginx.conf").read_text()
    site = re.sub(r"/etc/\S+/fullchain.pem", str(tmp_path / "cert.pem"), site)
    site = re.sub(r"/etc/\S+/privkey.pem", str(tmp_path / "key.pem"), site)
    assert "/etc/letsencrypt" not in site
    (tmp_path / "nginx.conf").write_text(f"pid nginx.pid; events {{}} http {{ {site} }}")
    seen = subprocess.run(
        [NGINX or "", "-t", "-p", str(tmp_path), "-c", "nginx.conf", "-e", "error.log"],
        capture_output=True,
        text=True,
    )

    assert "syntax is ok" in seen.stderr, seen.stderr
    assert "emerg" not in seen.stderr
