"""Rules of the house that import-linter can't say."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What would make the pure package depend on when and where it runs.
IMPURE = {"asyncio", "logging", "os", "random", "secrets", "socket", "threading", "time"}


def test_only_the_document_imports_pycrdt() -> None:
    importers = {
        path.relative_to(ROOT).as_posix()
        for package in ("server", "rooms", "sync", "persistence")
        for path in (ROOT / package).rglob("*.py")
        if "pycrdt" in imported_packages(path)
    }
    assert importers == {"sync/document.py"}


def test_sync_knows_no_clock_socket_task_environment_or_log() -> None:
    impure = {path.name: imported_packages(path) & IMPURE for path in (ROOT / "sync").rglob("*.py")}
    assert {name: found for name, found in impure.items() if found} == {}


def test_lock_files_hold_no_addresses() -> None:
    locks = [*ROOT.glob("requirements*.lock"), *ROOT.glob("[tw]*/**/package-lock.json")]
    ours = [lock for lock in locks if "node_modules" not in lock.parts]
    assert len(ours) >= 3, "the Python locks and at least one of npm"
    for lock in ours:
        assert "https://" not in without_funding(lock), lock


def imported_packages(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.partition(".")[0])
    return found


def without_funding(lock: Path) -> str:
    """The lines that name where a package asks for donations are no download addresses."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if '"url":' not in line)
