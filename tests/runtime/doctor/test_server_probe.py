"""Step after step."""

import pytest

from spxcc.runtime.clock import ShiftedClock, SystemClock
from spxcc.runtime.doctor.server_probe import ServerFound, probe_server
from spxcc.runtime.doctor.target import target_of
from tests.fakes.clock import START
from tests.fakes.server import running
from tests.runtime.doctor.test_network_probe import closed_port


async def probed(url: str) -> ServerFound:
    wall, found = SystemClock(), ServerFound()
    await probe_server(target_of(url), "A", ShiftedClock(wall, START - wall.now()), found)
    return found


async def test_all_steps_lead_to_hello() -> None:
    async with running() as up:
        found = await probed(up.address.url)
    assert found.dns is not None
    assert found.tcp is not None
    assert found.tls is None
    assert found.health is not None
    assert found.socket.hello is not None
    assert found.reached


async def test_f62_a_step_that_fails_is_the_last() -> None:
    found = await probed(f"ws://127.0.0.1:{closed_port()}")
    assert found.tcp is not None
    assert found.tcp.why == "refused"
    assert not found.tried_socket
    assert not found.reached


async def test_f62_plain_behind_a_tls_url_was_reached_and_is_no_tls() -> None:
    async with running() as up:
        found = await probed(f"wss://127.0.0.1:{up.address.port}")
    assert found.tls is not None
    assert found.tls.why == "plain"
    assert found.reached
    assert not found.tried_socket


async def test_by_a_proxy_the_proxy_looks_names_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{closed_port()}")
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port()}")
    found = await probed("ws://h.invalid/")
    assert found.dns is None
    assert found.proxy is not None
    assert found.socket.trouble
    assert not found.reached
