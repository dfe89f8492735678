"""The client side of a run."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from spxcc.engines.price.compute import price_of
from spxcc.engines.price.result import price_channel
from spxcc.engines.why.result import Explanation, divided
from spxcc.gateway.config import GatewayConfig
from spxcc.gateway.hub import Hub
from spxcc.gateway.interfaces import Identity, Parts, RequestError
from spxcc.gateway.local import LocalAuthenticator
from spxcc.gateway.server import GatewayServer
from spxcc.market.units import to_millis
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.config import load
from spxcc.runtime.desk_client import DeskClient
from spxcc.runtime.paths import user_paths
from spxcc.runtime.user_settings import UserSettings
from tests.fakes.explanations import explanation
from tests.fakes.snapshots import at, make_snapshot

SPX = price_channel("SPX")
NOON = at("12:00")


async def echo(identity: Identity, text: str) -> AsyncIterator[str]:
    for word in text.split():
        yield word


async def explained(identity: Identity, args: Mapping[str, Any]) -> Any:
    """Large, unknown, or of another version."""
    if args["path"] == "nope":
        raise RequestError("bad_request", "no such number")
    return Parts(divided(explanation(600))) if args["path"] == "net_gex" else {"strange": 1}


@asynccontextmanager
async def served(mode: str = "sim", **parts: Any) -> AsyncIterator[tuple[DeskClient, Hub]]:
    """A desk client on a real socket, wanting the price of SPX."""
    clock = SystemClock()
    hub = Hub("e1", clock.now)
    hub.declare(SPX)
    auth = LocalAuthenticator()
    server = GatewayServer(hub, auth, clock, GatewayConfig(port=0, mode=mode), ask=echo, **parts)
    address = await server.start()
    desk = DeskClient(clock)
    desk.connect(address.url, auth.token, [SPX.name])
    running = asyncio.ensure_future(desk.run())
    try:
        yield desk, hub
    finally:
        desk.close()
        await running
        await server.stop()


async def until(desk: DeskClient, name: str) -> None:
    """Turn the loop until the store knows `name`."""
    async with asyncio.timeout(10):
        while desk.store.value(name) is None:
            await desk.wall.sleep(0.001)


async def test_f01_values_arrive_and_market_time_is_that_of_the_newest_frame() -> None:
    async with served() as (desk, hub):
        assert desk.session_now_ms() is None
        snapshot = make_snapshot(NOON)
        hub.publish(SPX, price_of(snapshot.prices["SPX"], snapshot), NOON)
        await until(desk, SPX.name)
        assert desk.session_now_ms() == to_millis(NOON)
        assert desk.store.get(SPX) is not None
        assert any('"event":"open"' in line for line in desk.stream_log())


async def test_where_data_is_live_market_time_is_the_machines() -> None:
    async with served("live") as (desk, hub):
        snapshot = make_snapshot(NOON)
        hub.publish(SPX, price_of(snapshot.prices["SPX"], snapshot), NOON)
        await until(desk, SPX.name)
        now = desk.session_now_ms()
        assert now is not None
        assert abs(now - to_millis(desk.now())) < 60_000


async def test_a_question_is_answered_piece_by_piece() -> None:
    async with served() as (desk, hub):
        snapshot = make_snapshot(NOON)
        hub.publish(SPX, price_of(snapshot.prices["SPX"], snapshot), NOON)
        await until(desk, SPX.name)
        done = asyncio.Event()
        pieces: list[str] = []

        def reply(piece: str, last: bool) -> None:
            pieces.append(piece)
            if last:
                done.set()

        desk.ask("where is the wall", reply)
        async with asyncio.timeout(10):
            await done.wait()
        assert "".join(pieces) == "whereisthewall"


async def test_before_there_is_a_connection_a_question_says_so() -> None:
    desk = DeskClient(SystemClock())
    said: list[tuple[str, bool]] = []
    desk.ask("anything", lambda piece, last: said.append((piece, last)))
    desk.retry_now()
    desk.close()
    async with asyncio.timeout(5):
        while not said:
            await desk.wall.sleep(0)
    assert said == [("not connected yet; ask again in a moment", True)]
    with pytest.raises(RuntimeError, match="connect"):
        await desk.run()


async def test_a_number_is_explained_once_and_an_error_is_one_sentence() -> None:
    async with served(queries={"why": explained}) as (desk, hub):
        snapshot = make_snapshot(NOON)
        hub.publish(SPX, price_of(snapshot.prices["SPX"], snapshot), NOON)
        await until(desk, SPX.name)
        said: list[Explanation | str] = []
        for path in ("net_gex", "nope", "strange"):
            desk.why(path, said.append)
            async with asyncio.timeout(10):
                while not said:
                    await desk.wall.sleep(0.001)
            if path == "net_gex":
                assert said == [explanation(600)]
            else:
                assert isinstance(said[0], str)
            said.clear()


async def test_before_there_is_a_connection_nothing_is_explained() -> None:
    desk = DeskClient(SystemClock())
    said: list[Explanation | str] = []
    desk.why("net_gex", said.append)
    async with asyncio.timeout(5):
        while not said:
            await desk.wall.sleep(0)
    assert said == ["not connected yet; ask again in a moment"]


def test_settings_log_and_address_are_those_of_this_user(home: Path) -> None:
    alone = DeskClient(SystemClock())
    assert (alone.settings(), alone.program_log(), alone.address(), alone.keys_file()) == ((), (), "", "config.toml")
    assert alone.save_setting("fps", 10).startswith("not saved")
    desk = DeskClient(SystemClock(), settings=UserSettings(load(user_paths()), user_paths()))
    desk.connect("ws://me:secret@127.0.0.1:9/ws/prices?token=hush", lambda: None)
    assert "secret" not in desk.address()
    assert "hush" not in desk.address()
    assert desk.save_setting("fps", 10) == f"saved in {user_paths().config_file}"
    assert ("fps", "10", str(user_paths().config_file)) in desk.settings()
    assert desk.keys_file() == str(user_paths().config_file)
    user_paths().log_file.parent.mkdir(parents=True)
    user_paths().log_file.write_text("one\ntwo\n")
    assert list(desk.program_log()) == ["one", "two"]
