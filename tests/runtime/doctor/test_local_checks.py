"""This machine in words."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from spxcc.runtime.doctor.check import Check
from spxcc.runtime.doctor.local_checks import local_checks
from spxcc.runtime.doctor.local_probe import DirectoryFound, LedgerFound, LocalFound
from spxcc.runtime.doctor.port_probe import PortFound

STATE, LEDGER = Path("/s"), Path("/s/ledger.db")
GOOD = LocalFound(
    Path("/c/config.toml"), True, "", DirectoryFound(STATE, True, True, 10**12), DirectoryFound(Path("/r"), True, True),
    PortFound("127.0.0.1", 8787, free=True), LedgerFound(LEDGER, True), 8, (),
    {"resvg-py": "0.5", "textual-serve": "1"},
)  # fmt: skip


def checks(**more: Any) -> dict[str, Check]:
    return {check.id.partition(".")[2]: check for check in local_checks(replace(GOOD, **more))}


def test_f62_a_good_machine_is_good_in_every_line() -> None:
    found = checks()
    assert {check.state for check in found.values()} == {"ok"}
    assert found["config"].found == "/c/config.toml"
    assert list(found) == ["config", "state", "runtime", "port", "ledger", "events", "resvg_py", "textual_serve"]


def port(**more: Any) -> PortFound:
    return PortFound("127.0.0.1", 8787, **more)


@pytest.mark.parametrize(
    ("name", "more", "state", "found"),
    [
        ("config", {"config_exists": False}, "ok", "defaults; there is no config.toml"),
        ("config", {"config_trouble": "expected TOML"}, "fail", "expected TOML"),
        ("state", {"state": DirectoryFound(STATE, False, True)}, "ok", "/s, made when needed"),
        ("state", {"state": DirectoryFound(STATE, True, False)}, "fail", "/s cannot be written to"),
        ("state", {"state": DirectoryFound(STATE, True, True, 2**20)}, "warn", "/s: 1 MB free"),
        ("port", {"port": port(own=True, pid=42)}, "ok", "127.0.0.1:8787 is your running server's (process 42)"),
        ("port", {"port": port()}, "warn", "127.0.0.1:8787 is taken by another program"),
        (
            "port",
            {"port": port(owner="bob", pid=7, program="nginx")},
            "warn",
            "127.0.0.1:8787 is taken by nginx (process 7) of bob",
        ),
        ("port", {"port": port(trouble="Permission denied")}, "fail", "127.0.0.1:8787: Permission denied"),
        ("ledger", {"ledger": LedgerFound(LEDGER)}, "ok", "/s/ledger.db, made when needed"),
        ("ledger", {"ledger": LedgerFound(LEDGER, True, "broken")}, "fail", "/s/ledger.db: broken"),
        (
            "ledger",
            {"ledger": LedgerFound(LEDGER, True, "", ("alerts",))},
            "fail",
            "/s/ledger.db: alerts of a newer version",
        ),
        ("events", {"event_problems": ("line 3", "line 9")}, "warn", "line 3 and 1 more"),
        ("resvg_py", {"extras": {"resvg-py": None}}, "skip", "resvg-py is not installed: no PNG screenshots"),
        (
            "textual_serve",
            {"extras": {"textual-serve": None}},
            "skip",
            "textual-serve is not installed: no `spxcc web`",
        ),
    ],
)
def test_f62_each_line_of_a_machine(name: str, more: dict[str, Any], state: str, found: str) -> None:
    check = checks(**more)[name]
    assert (check.state, check.found) == (state, found)
    assert state not in ("warn", "fail") or (check.expected and check.remedy.endswith("."))
