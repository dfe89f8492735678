"""What belongs to the day of a run, over a real backend."""

import asyncio
import json
from typing import Any

from websockets.asyncio.client import connect

from spxcc.feeds.catalog import FeedRequest, plan_feed
from spxcc.runtime.backend import BackendOptions
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.day import played
from tests.runtime.runs import simulated


async def test_the_owner_pauses_plans_and_marks_over_the_socket_and_nothing_becomes_stale() -> None:
    backend = simulated(options=BackendOptions(speed=20.0))
    address = await backend.start()
    playing = asyncio.ensure_future(backend.run())
    transport = backend.day.transport
    assert transport is not None
    while transport.seen <= transport.start:
        await backend.wall.sleep(0.05)
    headers = {"Authorization": f"Bearer {backend.token()}"}
    async with connect(address.url, additional_headers=headers) as socket, asyncio.timeout(30):

        async def done(name: str, **args: object) -> dict[str, Any]:
            await socket.send(json.dumps({"type": "command", "name": name, "args": args, "id": 7}))
            while True:
                frame: dict[str, Any] = json.loads(await socket.recv())
                if frame.get("id") == 7:
                    return frame

        await socket.send(
            json.dumps({"type": "subscribe", "channels": ["replay:update", "plan:local", "events:update"]})
        )
        assert (await done("replay", action="pause"))["data"]["playing"] is False
        before = backend.node.as_of
        await SystemClock().sleep(4.0)
        assert backend.node.as_of == before
        latest = backend.hub.latest("price:SPX")
        assert latest is not None
        assert not latest.stale
        assert (await done("plan.set", card={"bias": "short"}))["data"]["digest"]
        assert (await done("trade.mark", state="taken"))["data"]["risk"]["open"] == 1
        assert (await done("replay", action="step"))["type"] == "done"
        assert "expected a time" in (await done("replay", action="goto", to="23:00"))["message"]
    playing.cancel()
    await asyncio.wait({playing})
    await backend.stop()


def test_a_session_is_played_to_its_close_and_its_cadence_follows_the_speed() -> None:
    backend = simulated()
    plan = plan_feed(FeedRequest("sim", "flip-loss", 7))
    assert plan.start_at is not None
    transport = played(plan.start_at, 2.0, SystemClock())
    assert transport.end > transport.start
    assert backend.day.transport is not None
    assert backend.day.cadence() == plan.cadence_s
    backend.day.transport.at_speed(10)
    assert backend.day.cadence() == plan.cadence_s / 10
    backend.day.transport.pause()
    assert backend.day.cadence() is None
