"""The announced server."""

import os
import stat
from pathlib import Path

from spxcc.runtime.endpoint import Endpoint, announce, process_owner, running, withdraw

HERE = Endpoint(url="ws://127.0.0.1:8787/ws/prices", pid=os.getpid(), token="secret")


def test_it_is_found_while_its_process_lives(tmp_path: Path) -> None:
    path = tmp_path / "server.json"
    assert running(path, process_owner) is None
    announce(path, HERE)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert running(path, process_owner) == HERE
    assert HERE.port == 8787
    withdraw(path, HERE.pid + 1)
    assert running(path, process_owner) == HERE
    withdraw(path, HERE.pid)
    assert not path.exists()


def test_a_token_never_goes_to_a_process_that_is_gone_or_somebody_elses(tmp_path: Path) -> None:
    path = tmp_path / "server.json"
    announce(path, HERE)
    assert running(path, lambda pid: None) is None
    assert running(path, lambda pid: os.getuid() + 1) is None


def test_a_broken_file_is_no_server(tmp_path: Path) -> None:
    path = tmp_path / "server.json"
    path.write_text("{")
    assert running(path, process_owner) is None


def test_the_owner_of_a_process() -> None:
    assert process_owner(os.getpid()) == os.getuid()
    assert process_owner(2**22 + 1) is None
