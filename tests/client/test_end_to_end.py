"""Client and gateway on a real socket: the token of the run, all classes of channels, HTTP beside them."""

import asyncio

import httpx

from spxcc.client.connection import Client
from spxcc.client.store import Store
from spxcc.client.window import capture
from spxcc.gateway.access import Access
from spxcc.gateway.config import GatewayConfig
from spxcc.gateway.http import ReadRoutes
from spxcc.gateway.hub import Hub
from spxcc.gateway.local import LocalAuthenticator
from spxcc.gateway.server import GatewayServer
from spxcc.runtime.clock import SystemClock
from tests.fakes.draws import Draws
from tests.fakes.gateway import FLOW, GEX, LEVELS, STATUS, Member, Reading

CHANNELS = (GEX, LEVELS, FLOW, STATUS)
WANTED = (GEX.name, LEVELS.name, FLOW.name)


async def test_f24_one_window_over_a_real_socket() -> None:
    clock = SystemClock()
    hub = Hub("e1", clock.now)
    for channel in CHANNELS:
        hub.declare(channel)
    hub.publish(GEX, Reading(1.0), clock.now())
    hub.publish(LEVELS, [Member("a", 1)], clock.now())
    auth = LocalAuthenticator()
    routes = ReadRoutes(hub, clock.now, Access(), required=(GEX.name,))
    server = GatewayServer(hub, auth, clock, GatewayConfig(port=0, mode="sim"), http=routes)
    address = await server.start()
    store = Store(clock, CHANNELS)
    client = Client(address.url, auth.token, store, clock, Draws([0.0]))
    client.want(WANTED)
    running = asyncio.ensure_future(client.run())
    try:
        hub.publish(FLOW, [Member("f")], clock.now())
        report = await capture(store, WANTED, 5.0, clock, until_complete=True)
        assert report.ok, report
        assert report.mode == "sim"
        assert store.items(LEVELS) == {"a": Member("a", 1)}
        assert [event.id for event in store.events(FLOW)] == ["f"]
        base = f"http://127.0.0.1:{address.port}"
        async with httpx.AsyncClient() as http:
            assert (await http.get(f"{base}/readyz")).json() == {"ok": True, "missing": []}
            assert (await http.get(f"{base}/api/spx/gex")).status_code == 401
            bearer = {"Authorization": f"Bearer {auth.token()}"}
            answer = await http.get(f"{base}/api/spx/gex", headers=bearer)
            assert answer.json()["data"]["value"] == 1.0
    finally:
        client.close()
        await running
        await server.stop()
    assert store.connection.phase == "idle"
