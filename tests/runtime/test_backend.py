"""The backend of one run."""

import asyncio
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest
from websockets.asyncio.client import connect

from spxcc.engines.engine import Asked
from spxcc.engines.gex.result import GEX
from spxcc.gateway.auth import TokenAuthenticator
from spxcc.gateway.local import LocalAuthenticator, NoAuth
from spxcc.gateway.server import BindError
from spxcc.ledger.database import Schema, open_database
from spxcc.ledger.plans import PLANS
from spxcc.protocol.limits import Limits
from spxcc.runtime.backend import BackendOptions, authenticator
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.config import Config
from spxcc.runtime.errors import UserError
from tests.runtime.runs import plain_config, simulated

SECRET = "s" * 40


def keyed(**settings: object) -> Config:
    config = plain_config().with_flags(**settings)
    return replace(config, secrets={"jwt_secret": SECRET})


async def test_f51_http_routes_answer_beside_the_socket_and_readiness_comes_with_data() -> None:
    backend = simulated(options=BackendOptions(no_auth=True))
    address = await backend.start()
    base = f"http://127.0.0.1:{address.port}"
    async with httpx.AsyncClient() as http:
        assert (await http.get(f"{base}/healthz")).status_code == 200
        assert (await http.get(f"{base}/readyz")).status_code == 503
        playing = asyncio.ensure_future(backend.run())
        await backend.node.caught_up.wait()
        assert (await http.get(f"{base}/readyz")).json() == {"ok": True, "missing": []}
        whole = (await http.get(f"{base}/api/spx/snapshot")).json()
        assert whole["data"]["gex"]["netGex"] is not None
        assert len((await http.get(f"{base}/api/spx/levels")).json()["data"]) >= 8
        assert (await http.get(f"{base}/api/spx/fibonacci")).status_code == 200
        playing.cancel()
        await asyncio.wait({playing})
    await backend.stop()


@pytest.mark.parametrize(
    ("chosen", "named"),
    [
        ({"sign_model": "all-short"}, "all-short"),
        ({"sign_overrides": {"2030-01-18": "moneyness"}}, "standard, 2030-01-18 moneyness"),
    ],
)
async def test_f33_the_configured_sign_model_makes_the_numbers_and_is_named(
    chosen: dict[str, object], named: str
) -> None:
    backend = simulated(config=plain_config().with_flags(**chosen))
    playing = asyncio.ensure_future(backend.run())
    await backend.node.caught_up.wait()
    playing.cancel()
    await asyncio.wait({playing})
    result = backend.node.results[GEX.name].symbols["SPX"]
    assert result.net_gex is not None
    assert result.gross_gex is not None
    assert (result.net_gex == pytest.approx(-result.gross_gex)) == (named == "all-short")
    assert f"sign model {named}" in result.definition
    assert result.quality is not None
    assert result.quality.sign_model == named
    explain = next(engine.explain for engine in backend.engines if engine.key.name == GEX.name)
    run = backend.node.runs[GEX.name]
    assert explain is not None
    found = explain(run, Asked("gex:SPX", "net_gex"))
    assert found is not None
    assert found.value == found.target == result.net_gex
    assert found.total == pytest.approx(result.net_gex, rel=1e-9)
    assert found.sign_model == named


async def test_f49_a_question_is_answered_from_the_latest_results() -> None:
    backend = simulated()
    address = await backend.start()
    playing = asyncio.ensure_future(backend.run())
    await backend.node.caught_up.wait()
    headers = {"Authorization": f"Bearer {backend.token()}"}
    async with connect(address.url, additional_headers=headers) as socket:
        await socket.send(json.dumps({"type": "ask", "text": "where is the flip?", "id": 1}))
        pieces: list[str] = []
        async with asyncio.timeout(10):
            while True:
                frame = json.loads(await socket.recv())
                if frame["type"] == "coach_answer":
                    pieces.append(frame.get("delta") or "")
                    if frame.get("done"):
                        break
    assert "zero gamma" in "".join(pieces).lower()
    playing.cancel()
    await asyncio.wait({playing})
    await backend.stop()


async def test_f09_ten_thousand_junk_symbols_in_many_frames_meet_the_limit_and_the_rest_goes_on() -> None:
    backend = simulated()
    address = await backend.start()
    playing = asyncio.ensure_future(backend.run())
    await backend.node.caught_up.wait()
    codes: Counter[str] = Counter()
    looked_up = 0
    async with connect(address.url, additional_headers={"Authorization": f"Bearer {backend.token()}"}) as socket:
        async with asyncio.timeout(60):
            for first in range(0, 10_000, 1_000):
                junk = [f"J{at}" for at in range(first, first + 1_000)]
                await socket.send(json.dumps({"type": "subscribe", "symbols": junk, "id": first}))
                answer: dict[str, Any] = {}
                while answer.get("type") != "subscribed":
                    answer = json.loads(await socket.recv())
                codes.update(error["code"] for error in answer["errors"])
                looked_up += len(answer["symbols"])
            await socket.send(json.dumps({"type": "subscribe", "channels": ["gex:SPX"]}))
            while json.loads(await socket.recv())["type"] != "spx_gex":
                pass
    assert set(codes) == {"limit_reached"}
    assert looked_up == Limits().symbols
    playing.cancel()
    await asyncio.wait({playing})
    await backend.stop()


async def test_a_symbol_that_the_feed_does_not_have_is_named_and_one_it_has_is_served() -> None:
    backend = simulated()
    address = await backend.start()
    playing = asyncio.ensure_future(backend.run())
    async with connect(address.url, additional_headers={"Authorization": f"Bearer {backend.token()}"}) as socket:
        await socket.send(json.dumps({"type": "subscribe", "symbols": ["SPX", "NOPE", "vix"]}))
        served, refused = set[str](), list[tuple[str, str]]()
        async with asyncio.timeout(10):
            while len(served) < 2:
                frame = json.loads(await socket.recv())
                if frame["type"] == "price" and frame.get("snapshot"):
                    served.add(frame["symbol"])
                elif frame["type"] == "error":
                    refused.append((frame["code"], frame["channel"]))
    assert served == {"SPX", "VIX"}
    assert refused == [("unknown_symbol", "price:NOPE")]
    playing.cancel()
    await asyncio.wait({playing})
    await backend.stop()


async def test_f03_tokens_are_checked_by_the_configured_key() -> None:
    wall = SystemClock()
    checker = authenticator(keyed(jwt_issuer="me"), wall, no_auth=False)
    assert isinstance(checker, TokenAuthenticator)
    claims = {"iss": "me", "sub": "ann", "exp": wall.now() // 10**9 + 60}
    assert (await checker.verify(jwt.encode(claims, SECRET, algorithm="HS256"))).sub == "ann"
    assert isinstance(authenticator(plain_config(), wall, no_auth=False), LocalAuthenticator)
    assert isinstance(authenticator(plain_config(), wall, no_auth=True), NoAuth)


def test_f03_the_hook_of_this_machine_never_gets_the_alerts_of_others() -> None:
    assert simulated(options=BackendOptions(no_auth=True)).alerts._hook is not None
    assert simulated().alerts._hook is not None
    assert simulated(config=keyed()).alerts._hook is None


def test_key_settings_that_cannot_work_are_a_sentence() -> None:
    short = replace(plain_config(), secrets={"jwt_secret": "short"})
    with pytest.raises(UserError, match="32 bytes"):
        authenticator(short, SystemClock(), no_auth=False)
    with pytest.raises(UserError, match="JWKS"):
        authenticator(keyed(jwt_algorithms=("RS256",)), SystemClock(), no_auth=False)


def test_a_ledger_that_a_newer_version_wrote_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    newer = Schema("plans", (*PLANS.steps, "CREATE TABLE later (id INTEGER) STRICT"))
    open_database(path, [newer]).close()
    with pytest.raises(UserError, match="start the newer spxcc"):
        simulated(options=BackendOptions(ledger=path))


async def test_another_address_than_loopback_needs_a_key() -> None:
    open_to_all = BackendOptions(host="0.0.0.0")
    with pytest.raises(BindError, match="without a configured key"):
        await simulated(options=open_to_all).start()


async def test_frames_are_compressed_only_where_the_setting_says_so() -> None:
    for chosen in (False, True):
        backend = simulated(config=plain_config().with_flags(compression=chosen), options=BackendOptions(no_auth=True))
        address = await backend.start()
        async with connect(address.url, proxy=None) as socket:
            assert socket.response is not None
            assert ("Sec-WebSocket-Extensions" in socket.response.headers) is chosen
        await backend.stop()
