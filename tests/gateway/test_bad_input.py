"""Whatever one connection sends: a code for it, nothing for the others, and the server goes on."""

import asyncio
import base64
import contextlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode

from spxcc.gateway.auth import TokenAuthenticator, TokenRules
from spxcc.gateway.config import GatewayConfig
from spxcc.gateway.interfaces import PriceError
from spxcc.gateway.limits import Caps
from spxcc.protocol.limits import Limits
from tests.fakes.clock import settle
from tests.fakes.gateway import GEX, Reading
from tests.fakes.keys import NOW_S, SECRET, rsa_key, token
from tests.fakes.server import Client, Running, client, running

PATIENT = GatewayConfig(limits=Limits(errors=1_000, burst=1_000), caps=Caps(auth_failures=10_000))


@asynccontextmanager
async def undisturbed(config: GatewayConfig = PATIENT, **parts: Any) -> AsyncIterator[Running]:
    """A server with a subscriber that must see two publications and nothing else; afterwards nothing may be left."""
    good_token = parts.pop("good", "B")
    async with running(config, **parts) as server, client(server, good_token) as good:
        server.desk.hub.publish(GEX, Reading(1.0), server.desk.as_of)
        await good.say(type="subscribe", channels=["gex:SPX"])
        await good.until("synced")
        yield server
        async with asyncio.timeout(5.0):
            while server.server.connections > 1:
                await settle(1)
        server.desk.hub.publish(GEX, Reading(2.0), server.desk.as_of)
        await good.say(type="ping", t=1)
        update, pong = await good.read(2)
        assert update["data"]["value"] == 2.0
        assert (pong["type"], pong["t"]) == ("pong", 1)
        assert server.server.dropped == 0


async def ended(reader: Client) -> tuple[int | None, str | None]:
    """How the server closes the connection; frames before it are skipped."""
    with pytest.raises(ConnectionClosed):
        await reader.until("the end")
    return reader.socket.close_code, reader.socket.close_reason


JUNK = {
    "": "bad_json",
    " \n": "bad_json",
    "{": "bad_json",
    "{junk": "bad_json",
    '{"type":"ping"} and more': "bad_json",
    '{"type":"ping"}{"type":"ping"}': "bad_json",
    "\ufeff{}": "bad_json",
    "[" * 9_000: "bad_request",
    '{"a":' * 2_000: "bad_json",
    '{"type":"subscribe","symbols":' + "[" * 4_000 + "]" * 4_000 + "}": "bad_json",
    '{"type":"ask","text":"\\ud800"}': "bad_json",
    "[]": "bad_request",
    "null": "bad_request",
    "17": "bad_request",
    '"subscribe"': "bad_request",
    "{}": "bad_request",
    '{"type":null}': "bad_request",
    '{"type":["subscribe"]}': "bad_request",
    '{"type":"subscribe","channels":"gex:SPX"}': "bad_request",
    '{"type":"subscribe","symbols":{"SPX":1}}': "bad_request",
    '{"type":"subscribe","since":[1]}': "bad_request",
    '{"type":"subscribe","interval_ms":"soon"}': "bad_request",
    '{"type":"subscribe","interval_ms":-1}': "bad_request",
    '{"type":"auth","token":7}': "bad_request",
    '{"type":"query","name":"why","args":3}': "bad_request",
    '{"type":"ask"}': "bad_request",
    '{"type":"resync","channels":[]}': "unknown_channel",
    '{"type":"nope"}': "unknown_type",
    '{"type":"SUBSCRIBE"}': "unknown_type",
    '{"type":"' + "x" * 9_000 + '"}': "unknown_type",
    '{"type":"__proto__","id":1}': "unknown_type",
    '{"type":"ask","text":"' + "y" * 501 + '"}': "too_long",
}


async def test_broken_json_and_unknown_types_get_their_code_and_cost_nothing_else() -> None:
    async with undisturbed() as server, client(server) as reader:
        await reader.until("hello")
        for text, code in JUNK.items():
            await reader.socket.send(text)
            (error,) = await reader.read()
            assert (error["type"], error["code"]) == ("error", code), text[:60]
            assert len(error["message"]) <= 160
        await reader.say(type="ping", t=2)
        assert (await reader.read())[0]["t"] == 2


ODD_ENTRIES: list[Any] = [
    None,
    5,
    True,
    [],
    {"a": 1},
    "",
    " ",
    "price:SPX",
    "gex:SPX",
    "\x00",
    "ＳＰＸ",
    "SPX\n;",
    "A" * 11,
]


async def test_odd_entries_are_refused_one_by_one() -> None:
    async with undisturbed() as server, client(server) as reader:
        await reader.say(type="subscribe", symbols=ODD_ENTRIES, channels=[None, 7, [], "x" * 5_000, "gex:SPX"])
        answer = await reader.until("subscribed")
        assert list(answer["channels"]) == ["gex:SPX"]
        assert answer["symbols"] == []
        assert {error["code"] for error in answer["errors"]} == {"unknown_symbol", "unknown_channel"}
        assert len(answer["errors"]) == len(ODD_ENTRIES) + 4
        assert all(len(error["entry"]) <= 64 for error in answer["errors"])


async def test_too_many_bad_messages_end_with_4400() -> None:
    strict = replace(PATIENT, limits=Limits(errors=20, burst=1_000))
    async with undisturbed(strict) as server, client(server) as reader:
        for _ in range(21):
            await reader.socket.send("{junk")
        assert await ended(reader) == (4400, "too many protocol errors")


async def test_a_binary_frame_is_closed_with_1003() -> None:
    async with undisturbed() as server:
        for payload in (b"", b"\x00\x01", json.dumps({"type": "ping"}).encode()):
            async with client(server) as reader:
                await reader.socket.send(payload)
                assert await ended(reader) == (1003, "text frames only")


async def test_text_that_is_not_utf_8_is_closed_with_1007() -> None:
    async with undisturbed() as server, client(server) as reader:
        await reader.socket.send(b'{"type":"ping","id":"\xff"}', text=True)
        assert (await ended(reader))[0] == 1007


@pytest.mark.parametrize(
    "wire",
    [
        Frame(Opcode.TEXT, b'{"type":"ping"}').serialize(mask=False),
        Frame(Opcode.CONT, b"never begun").serialize(mask=True),
        b"\x83\x80\x00\x00\x00\x00",
        b"\xf1\x80\x00\x00\x00\x00",
        b"\x09\x80\x00\x00\x00\x00",
    ],
    ids=["unmasked", "continuation of nothing", "reserved opcode", "reserved bits", "fragmented ping"],
)
async def test_a_frame_against_the_rules_is_closed_with_1002(wire: bytes) -> None:
    async with undisturbed() as server, client(server) as reader:
        await reader.until("hello")
        reader.socket.transport.write(wire)
        assert (await ended(reader))[0] == 1002


async def test_a_message_too_big_is_closed_with_1009_whole_or_in_pieces() -> None:
    async with undisturbed() as server:
        async with client(server) as reader:
            await reader.socket.send("x" * 16_385)
            assert (await ended(reader))[0] == 1009
        async with client(server) as reader:
            await reader.socket.send(["x" * 1_000] * 17)
            assert (await ended(reader))[0] == 1009
        async with client(server) as reader:
            reader.socket.transport.write(b"\x81\xff" + (2**62).to_bytes(8, "big") + b"\x00\x00\x00\x00")
            assert (await ended(reader))[0] == 1009


async def test_ten_thousand_symbols_in_one_frame_are_too_big() -> None:
    async with undisturbed() as server, client(server) as reader:
        await reader.say(type="subscribe", symbols=[f"J{at}" for at in range(10_000)])
        assert (await ended(reader))[0] == 1009


class NoPrices:
    """A source that knows nothing, and says so when the clock has moved."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def ensure(self, symbol: str) -> None:
        self.asked.append(symbol)
        if symbol.startswith("J"):
            await asyncio.Event().wait()
        raise PriceError("unknown_symbol", "no such symbol")


async def test_ten_thousand_symbols_in_many_frames_meet_the_limit() -> None:
    source = NoPrices()
    async with undisturbed(prices=source) as server, client(server) as reader:
        codes: list[str] = []
        for first in range(0, 10_000, 500):
            await reader.say(type="subscribe", symbols=[f"J{at}" for at in range(first, first + 500)])
            answer = await reader.until("subscribed")
            assert len(answer["errors"]) <= 65
            codes += [error["code"] for error in answer["errors"]]
        assert set(codes) == {"limit_reached"}
        assert len(source.asked) == 64
        await reader.say(type="unsubscribe", symbols=["J0"])
        await reader.say(type="subscribe", symbols=["NOPE"])
        assert (await reader.until("error"))["code"] == "unknown_symbol"


async def talk(reader: Client, symbols: list[str]) -> None:
    """Subscribe to ten at a time until the server hangs up."""
    with contextlib.suppress(ConnectionClosed):
        for first in range(0, len(symbols), 10):
            await reader.say(type="subscribe", symbols=symbols[first : first + 10])
            await settle(1)


async def test_ten_thousand_symbols_as_fast_as_they_go_meet_the_rate() -> None:
    usual = replace(PATIENT, limits=Limits())
    async with undisturbed(usual, prices=NoPrices()) as server, client(server) as reader:
        talking = asyncio.ensure_future(talk(reader, [f"J{at}" for at in range(10_000)]))
        assert (await ended(reader))[0] == 4429
        await talking


def unsigned() -> str:
    """A token whose header says that it needs no signature."""
    head = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').decode().rstrip("=")
    return f"{head}.{token().split('.')[1]}."


def swapped() -> str:
    """The claims of one token under the signature of another."""
    head, _, signature = token().split(".")
    return f"{head}.{token(sub='root').split('.')[1]}.{signature}"


WRONG: dict[str, tuple[str, str]] = {
    "junk": ("nonsense", "token_invalid"),
    "two parts": (token().rpartition(".")[0], "token_invalid"),
    "four parts": (token() + ".x", "token_invalid"),
    "not base64": ("a.b.c", "token_invalid"),
    "unsigned": (unsigned(), "token_invalid"),
    "claims swapped": (swapped(), "token_invalid"),
    "another secret": (token(b"another secret of thirty-two bytes"), "token_invalid"),
    "another algorithm": (token(SECRET * 2, "HS512"), "token_invalid"),
    "a public key's": (token(rsa_key(), "RS256"), "token_invalid"),
    "critical extension": (token(headers={"crit": ["x"], "x": 1}), "token_invalid"),
    "expired": (token(exp=NOW_S - 11), "token_expired"),
    "not yet valid": (token(nbf=NOW_S + 60), "token_invalid"),
    "no end": (token(exp=None), "token_invalid"),
    "no owner": (token(sub=None), "token_invalid"),
    "empty owner": (token(sub=""), "token_invalid"),
    "another issuer": (token(iss="https://other"), "token_invalid"),
    "another audience": (token(aud="other"), "token_invalid"),
    "another tier": (token(tier="free"), "forbidden"),
}


@pytest.mark.parametrize("kind", WRONG)
async def test_f03_f04_a_wrong_token_of_any_kind_is_told_and_closed(kind: str) -> None:
    text, code = WRONG[kind]
    rules = TokenRules(issuer="https://issuer", audience="spxcc", tiers=frozenset({"pro"}))
    door = TokenAuthenticator(rules, lambda: NOW_S * 1_000_000_000, SECRET)
    closing = 4403 if code == "forbidden" else 4401
    async with undisturbed(door=door, good=token(sub="bob")) as server:
        for header, query, offered in (
            (text, "", None),
            (None, f"?token={text}", None),
            (None, "", ["spxcc.v1", f"bearer.{text}"]),
        ):
            async with client(server, header, query, subprotocols=offered) as reader:
                error = await reader.until("error")
                assert (error["code"], await ended(reader)) == (code, (closing, code))
                assert text not in json.dumps(error)
        async with client(server, None) as reader:
            await reader.say(type="auth", token=text)
            error = await reader.until("error")
            assert (error["code"], await ended(reader)) == (code, (closing, code))


@pytest.mark.parametrize("text", ["", "x" * 8_193, "é" * 20, "\u0000", token() + " "])
async def test_f03_f04_tokens_that_fit_no_header_are_refused_in_the_first_frame(text: str) -> None:
    door = TokenAuthenticator(TokenRules(), lambda: NOW_S * 1_000_000_000, SECRET)
    async with (
        undisturbed(door=door, good=token(sub="bob", iss=None, aud=None)) as server,
        client(server, None) as reader,
    ):
        await reader.say(type="auth", token=text)
        error = await reader.until("error")
        code = "token_missing" if not text else "token_invalid"
        assert (error["code"], await ended(reader)) == (code, (4401, code))
