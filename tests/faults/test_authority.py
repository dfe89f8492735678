"""Tokens that end, keys that change or cannot be had, rights that are taken away: against the whole program."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from spxcc.engines.price.result import Price, price_channel
from spxcc.gateway.access import Access
from spxcc.gateway.auth import TokenAuthenticator, TokenRules
from spxcc.gateway.config import GatewayConfig
from spxcc.gateway.jwks import JwksCache
from spxcc.runtime.backend import Backend
from spxcc.runtime.config import load
from spxcc.runtime.paths import Paths
from tests.fakes.clock import ManualClock, settle
from tests.fakes.gateway import GEX, LEVELS, Reading
from tests.fakes.keys import NOW_S, SECRET, jwks, rsa_key, token
from tests.fakes.server import PATIENCE_S, Client, client, running
from tests.runtime.runs import simulated

ISSUED = 'jwt_issuer = "https://issuer"\njwt_audience = "spxcc"\n'


class Program:
    """The backend of `spxcc serve` in this process, by settings of a file and a clock that is moved by hand."""

    def __init__(self, backend: Backend, url: str) -> None:
        assert isinstance(backend.wall, ManualClock)
        self.backend, self.clock, self.url = backend, backend.wall, url
        self._moved = 0

    def move(self) -> float:
        """A new price of SPX."""
        self._moved += 1
        view = Price(
            symbol="SPX", price=6_000.0 + self._moved, change=None, change_pct=None, volume=0.0, timestamp="",
            source="sim", ts_event=self._moved, feed_age_ms=0, session="open", previous_close=None,
        )  # fmt: skip
        self.backend.hub.publish(price_channel("SPX"), view, self.clock.now())
        return view.price

    @asynccontextmanager
    async def visit(self, bearer: str) -> AsyncIterator[Client]:
        """A client with this token, who answers pings however much it has not looked at."""
        headers = {"Authorization": f"Bearer {bearer}"}
        async with connect(
            self.url, additional_headers=headers, ping_interval=None, proxy=None, max_queue=None
        ) as socket:
            yield Client(socket)

    async def watched(self, reader: Client) -> None:
        """It has the price of SPX."""
        await reader.until("hello")
        await reader.say(type="subscribe", channels=["price:SPX"])
        await reader.until("synced")

    async def until(self, seconds: float) -> None:
        """Let time pass in the beats of the server."""
        for _ in range(round(4 * seconds)):
            self.clock.shift(0.25)
            await settle(6)


@asynccontextmanager
async def program(home: Path, settings: str, environ: dict[str, str] | None = None) -> AsyncIterator[Program]:
    """Serving, with a price."""
    (home / "config.toml").write_text(ISSUED + settings, encoding="utf-8")
    config = load(Paths(home, home, home), environ or {})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("spxcc.runtime.backend.SystemClock", ManualClock)
        backend = simulated(config=config)
    address = await backend.start()
    served = Program(backend, address.url)
    served.move()
    try:
        yield served
    finally:
        await backend.stop()


def shared_key(home: Path, settings: str = "") -> Any:
    """A program whose tokens are signed with a secret."""
    return program(home, settings, {"SPXCC_JWT_SECRET": SECRET.decode()})


def signed(kid: str, **more: Any) -> str:
    """A token by the issuer's key of this id."""
    return token(rsa_key(kid), "RS256", {"kid": kid}, **more)


async def end_of(reader: Client, code: str) -> tuple[int | None, str | None]:
    """How it is closed; the error before it has this code."""
    assert (await reader.until("error"))["code"] == code
    with pytest.raises(ConnectionClosed):
        await reader.until("the end")
    return reader.socket.close_code, reader.socket.close_reason


async def looked(served: Program) -> None:
    """Until no look at the issuer's keys is under way."""
    auth = served.backend.auth
    assert isinstance(auth, TokenAuthenticator)
    assert isinstance(auth.keys, JwksCache)
    async with asyncio.timeout(PATIENCE_S):
        while auth.keys._refreshing is not None:
            await settle(1)


async def test_a_token_that_ends_in_the_stream(tmp_path: Path) -> None:
    """A token ends: told 60 s before; who renews in place keeps its subscriptions, who does not goes 30 s after it."""
    async with shared_key(tmp_path) as served, served.visit(token()) as careful, served.visit(token()) as careless:
        for reader in (careful, careless):
            await served.watched(reader)
        await served.until(539.0)
        await served.until(2.0)
        for reader in (careful, careless):
            notice = await reader.until("auth_expiring")
            assert 55_000 <= notice["in_ms"] <= 60_000
        await careful.say(type="auth", token=token(exp=NOW_S + 7_200), id=1)
        assert (await careful.until("auth_ok"))["id"] == 1
        await served.until(88.0)
        price = served.move()
        for reader in (careful, careless):
            assert (await reader.until("price"))["price"] == price
        await served.until(2.0)
        assert await end_of(careless, "token_expired") == (4401, "token_expired")
        price = served.move()
        assert (await careful.until("price"))["price"] == price
        assert served.backend.hub.readers("price:SPX") == 1


async def test_keys_of_the_issuer_change(tmp_path: Path) -> None:
    """The issuer changes its keys: new tokens are let in after one look; made-up ids cause one look in 30 s."""
    keys = tmp_path / "jwks.json"
    keys.write_bytes(jwks("r1"))
    settings = f'jwks = "{keys}"\njwt_algorithms = ["RS256"]\n'
    async with program(tmp_path, settings) as served:
        async with served.visit(signed("r1")) as reader:
            await served.watched(reader)
            keys.write_bytes(jwks("r2"))
            async with served.visit(signed("r2")) as early:
                assert await end_of(early, "token_invalid") == (4401, "token_invalid")
            served.clock.shift(31.0)
            async with served.visit(signed("r2")) as fresh:
                await served.watched(fresh)
                price = served.move()
                assert (await fresh.until("price"))["price"] == price
            assert (await reader.until("price"))["price"] == price
        async with served.visit(signed("r1")) as late:
            assert await end_of(late, "token_invalid") == (4401, "token_invalid")


async def test_made_up_key_ids_do_not_reach_the_issuer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A flood of unknown key ids: one question to the issuer in 30 s, and holders of good tokens come in meanwhile."""
    asked = 0

    def answer(_: httpx.Request) -> httpx.Response:
        nonlocal asked
        asked += 1
        return httpx.Response(200, content=jwks("r1"))

    issuer = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    monkeypatch.setattr(httpx, "AsyncClient", lambda: issuer)
    settings = 'jwks = "https://issuer/jwks.json"\njwt_algorithms = ["RS256"]\n'
    async with program(tmp_path, settings) as served:
        for number in range(12):
            junk = token(rsa_key("r9"), "RS256", {"kid": f"made-up-{number}"})
            async with served.visit(junk) as reader:
                assert await end_of(reader, "token_invalid") == (4401, "token_invalid")
        async with served.visit(signed("r1")) as good:
            await served.watched(good)
        assert asked == 1
    await issuer.aclose()


async def test_the_issuer_cannot_be_reached(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The issuer is down: known keys serve on, a renewal that cannot be examined ends nothing, no trace is logged."""
    keys = tmp_path / "jwks.json"
    keys.write_bytes(jwks("r1"))
    settings = f'jwks = "{keys}"\njwt_algorithms = ["RS256"]\n'
    async with program(tmp_path, settings) as served, served.visit(signed("r1", exp=NOW_S + 10**6)) as reader:
        await served.watched(reader)
        keys.unlink()
        served.clock.shift(3_600.0)
        async with served.visit(signed("r1", exp=NOW_S + 10**6)) as known:
            await known.until("hello")
        await looked(served)
        served.clock.shift(90_000.0)
        async with served.visit(signed("r1", exp=NOW_S + 10**6)) as last:
            # The one that finds the keys too old still takes them along; after it there are none.
            await last.until("hello")
        await looked(served)
        await served.until(31.0)
        await reader.say(type="auth", token=signed("r1", exp=NOW_S + 10**7), id=5)
        error = await reader.until("error")
        assert (error["code"], error["retry"], error["id"]) == ("unavailable", "after", 5)
        assert error["retry_after_ms"] == 30_000
        async with served.visit(signed("r1", exp=NOW_S + 10**6)) as stranger:
            assert await end_of(stranger, "unavailable") == (1013, "authentication unavailable")
        async with httpx.AsyncClient() as http:
            bearer = {"Authorization": f"Bearer {signed('r1', exp=NOW_S + 10**6)}"}
            levels = served.url.replace("ws://", "http://").replace("/ws/prices", "/api/spx/levels")
            found = await http.get(levels, headers=bearer)
        assert (found.status_code, found.headers["retry-after"]) == (503, "30")
        price = served.move()
        assert (await reader.until("price"))["price"] == price
        keys.write_bytes(jwks("r1"))
        await served.until(31.0)
        await reader.say(type="auth", token=signed("r1", exp=NOW_S + 10**7), id=6)
        assert (await reader.until("auth_ok"))["id"] == 6
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_a_token_on_the_list_of_the_settings(tmp_path: Path) -> None:
    """A token is written into the file that the setting `revoked` names: out within 5 s with 4401, others stay."""
    listed = tmp_path / "revoked.txt"
    listed.write_text("", encoding="utf-8")
    async with shared_key(tmp_path, f'revoked = "{listed}"\n') as served:
        async with served.visit(token(jti="lost")) as lost, served.visit(token(jti="kept", sub="bob")) as kept:
            for reader in (lost, kept):
                await served.watched(reader)
            listed.write_text("jti:lost\n", encoding="utf-8")
            os.utime(listed, ns=(1, 1))
            await served.until(5.5)
            async with asyncio.timeout(PATIENCE_S):
                while served.backend.server.connections > 1:
                    # The file is read in a thread of its own, and what it says counts from the next beat.
                    await served.until(0.25)
            assert await end_of(lost, "token_invalid") == (4401, "token_invalid")
            assert served.backend.hub.readers("price:SPX") == 1
            price = served.move()
            assert (await kept.until("price"))["price"] == price
        async with served.visit(token(jti="lost")) as again:
            assert await end_of(again, "token_invalid") == (4401, "token_invalid")


async def test_a_renewal_by_a_lesser_tier() -> None:
    """A token is renewed with a lesser tier: what it does not open any more is told and stops, the rest goes on."""
    config = GatewayConfig(access=Access({"gex": frozenset({"pro"})}))
    door = TokenAuthenticator(TokenRules(issuer="https://issuer", audience="spxcc"), lambda: NOW_S * 10**9, SECRET)
    async with running(config, door=door) as served, client(served, token()) as reader:
        hub, as_of = served.desk.hub, served.desk.as_of
        hub.publish(GEX, Reading(1.0), as_of)
        hub.publish(LEVELS, [], as_of)
        await reader.say(type="subscribe", channels=["gex:SPX", "levels:update"])
        assert [(await reader.until("synced"))["channel"] for _ in range(2)] == ["gex:SPX", "levels:update"]
        await reader.say(type="auth", token=token(tier="free"), id=1)
        assert (await reader.until("auth_ok"))["id"] == 1
        error, stopped = await reader.read(2)
        assert (error["code"], error["channel"], error["retry"]) == ("forbidden_channel", "gex:SPX", "never")
        assert (stopped["type"], stopped["channels"]) == ("unsubscribed", ["gex:SPX"])
        assert (hub.readers("gex:SPX"), hub.readers("levels:update")) == (0, 1)
        hub.publish(GEX, Reading(2.0), as_of)
        await reader.say(type="ping", t=1)
        assert [frame["type"] for frame in await reader.read()] == ["pong"]
