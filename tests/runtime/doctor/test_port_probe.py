"""Whose port is it."""

import os
import pwd
import socket
from pathlib import Path

import pytest

from spxcc.runtime.doctor import port_probe
from spxcc.runtime.doctor.port_probe import probe_port
from tests.runtime.doctor.test_network_probe import closed_port


def test_a_free_port_is_free_and_stays_free() -> None:
    port = closed_port()
    assert probe_port("127.0.0.1", port, None, None).free
    assert probe_port("127.0.0.1", port, None, None).free


def test_f62_a_taken_port_is_told_with_its_owner() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        found = probe_port("127.0.0.1", port, None, None)
        assert not found.free
        assert not found.own
        assert (found.owner, found.pid) == (pwd.getpwuid(os.getuid()).pw_name, os.getpid())
        assert found.program
        own = probe_port("127.0.0.1", port, port, 42)
        assert (own.own, own.pid) == (True, 42)


def test_without_proc_only_the_fact_is_known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(port_probe, "Path", lambda *_: tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        found = probe_port("127.0.0.1", taken.getsockname()[1], None, None)
    assert (found.free, found.owner, found.pid) == (False, "", None)


def test_an_address_of_others_is_no_place_to_listen() -> None:
    assert probe_port("192.0.2.1", 8787, None, None).trouble
