"""The plain routes."""

import pytest

from spxcc.gateway.http import ReadRoutes
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.doctor import http_probe
from spxcc.runtime.doctor.http_probe import probe_http
from tests.fakes.gateway import Desk
from tests.fakes.server import running
from tests.runtime.doctor.servers import listening, silent, speaking

CLOCK = SystemClock()


async def test_f62_a_server_says_that_it_lives_and_what_is_missing() -> None:
    desk = Desk()
    routes = ReadRoutes(desk.hub, desk.clock.now, lambda *_: True, ("status",))
    async with running(http=routes) as up:
        base = f"http://127.0.0.1:{up.address.port}"
        health = await probe_http(f"{base}/healthz", CLOCK, direct=True)
        assert (health.status, health.ours, health.missing, health.trouble) == (200, True, (), "")
        ready = await probe_http(f"{base}/readyz", CLOCK, direct=True)
        assert (ready.status, ready.ours, ready.missing) == (503, True, ("status",))


async def test_others_and_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_probe, "HTTP_S", 0.2)
    async with listening(silent) as port:
        assert (await probe_http(f"http://127.0.0.1:{port}/", CLOCK, direct=True)).trouble == "no answer within 0.2 s"
    async with listening(speaking(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")) as port:
        found = await probe_http(f"http://127.0.0.1:{port}/", CLOCK, direct=True)
        assert (found.status, found.ours) == (200, False)
    assert (await probe_http(f"http://127.0.0.1:{port}/", CLOCK, direct=True)).trouble


async def test_an_endless_answer_is_left() -> None:
    async with listening(speaking(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 300_000)) as port:
        assert not (await probe_http(f"http://127.0.0.1:{port}/", CLOCK, direct=True)).ours
