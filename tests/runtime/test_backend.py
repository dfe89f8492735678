"""The backend of one run."""

import asyncio
import json
from dataclasses import replace

import httpx
import jwt
import pytest
from websockets.asyncio.client import connect

from spxcc.gateway.auth import LocalAuthenticator, NoAuth, TokenAuthenticator
from spxcc.gateway.server import BindError
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


async def test_f03_tokens_are_checked_by_the_configured_key() -> None:
    wall = SystemClock()
    checker = authenticator(keyed(jwt_issuer="me"), wall, no_auth=False)
    assert isinstance(checker, TokenAuthenticator)
    claims = {"iss": "me", "sub": "ann", "exp": wall.now() // 10**9 + 60}
    assert (await checker.verify(jwt.encode(claims, SECRET, algorithm="HS256"))).sub == "ann"
    assert isinstance(authenticator(plain_config(), wall, no_auth=False), LocalAuthenticator)
    assert isinstance(authenticator(plain_config(), wall, no_auth=True), NoAuth)


def test_key_settings_that_cannot_work_are_a_sentence() -> None:
    short = replace(plain_config(), secrets={"jwt_secret": "short"})
    with pytest.raises(UserError, match="32 bytes"):
        authenticator(short, SystemClock(), no_auth=False)
    with pytest.raises(UserError, match="JWKS"):
        authenticator(keyed(jwt_algorithms=("RS256",)), SystemClock(), no_auth=False)


async def test_another_address_than_loopback_needs_a_key() -> None:
    open_to_all = BackendOptions(host="0.0.0.0")
    with pytest.raises(BindError, match="without a configured key"):
        await simulated(options=open_to_all).start()
