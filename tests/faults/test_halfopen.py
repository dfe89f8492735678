"""A link that goes down without a word, on a network of its own: who was behind it goes, nobody else notices."""

import asyncio
import ctypes
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from threading import Thread

import pytest
from websockets.asyncio.client import connect

from spxcc.gateway.auth import TokenAuthenticator, TokenRules
from spxcc.gateway.config import GatewayConfig
from spxcc.runtime.clock import SystemClock
from tests.fakes.gateway import FLOW, GEX, Member, Reading
from tests.fakes.keys import NOW_S, SECRET, token
from tests.fakes.server import PATIENCE_S, Client, Running, client, running, settle

NEAR, FAR = "198.18.203.1", "198.18.203.2"
"""Of the range that is set aside for measurements between networks (RFC 2544)."""
CLONE_NEWNET = 0x40000000
LONGEST_S = 30.0
"""Pings every 15 s, 10 s to answer one; the rest is for a busy machine."""
STEP_S = 0.25


class Cable:
    """Two ends of a wire, the far one in a network namespace of its own."""

    def __init__(self) -> None:
        self.name = f"spx{os.getpid()}"

    def plug(self) -> None:
        """Both ends up. Raises CalledProcessError where that is not permitted."""
        self._ip("netns", "add", self.name)
        self._ip("link", "add", f"{self.name}n", "type", "veth", "peer", "name", f"{self.name}f")
        self._ip("link", "set", f"{self.name}f", "netns", self.name)
        self._ip("addr", "add", f"{NEAR}/30", "dev", f"{self.name}n")
        self._ip("link", "set", f"{self.name}n", "up")
        self._ip("-n", self.name, "addr", "add", f"{FAR}/30", "dev", f"{self.name}f")
        self._ip("-n", self.name, "link", "set", f"{self.name}f", "up")

    def cut(self) -> None:
        """The far end goes down: nothing arrives, nothing is said."""
        self._ip("-n", self.name, "link", "set", f"{self.name}f", "down")

    def remove(self) -> None:
        """What there is of it."""
        for words in (("link", "del", f"{self.name}n"), ("netns", "del", self.name)):
            subprocess.run(["ip", *words], check=False, capture_output=True)

    def dial(self, port: int) -> socket.socket:
        """A connection from the far end to a port of the near one."""
        made: list[socket.socket] = []

        def go() -> None:
            # Only this thread moves; what it opens stays there.
            with Path(f"/run/netns/{self.name}").open("rb") as there:
                if ctypes.CDLL(None, use_errno=True).setns(there.fileno(), CLONE_NEWNET) == 0:
                    made.append(socket.create_connection((NEAR, port), timeout=5.0))

        thread = Thread(target=go)
        thread.start()
        thread.join()
        assert made, "expected a connection from the other namespace"
        made[0].setblocking(False)
        return made[0]

    def _ip(self, *words: str) -> None:
        subprocess.run(["ip", *words], check=True, capture_output=True, text=True)


@contextmanager
def cable() -> Iterator[Cable]:
    """A wire, or a skip that says what it needs."""
    if sys.platform != "linux" or shutil.which("ip") is None:
        pytest.skip("needs Linux and the program ip: apt-get install iproute2")
    wire = Cable()
    try:
        wire.plug()
    except subprocess.CalledProcessError as error:
        wire.remove()
        pytest.skip(f"needs the right to make network namespaces (root): {error.stderr.strip()}")
    try:
        yield wire
    finally:
        wire.remove()


@asynccontextmanager
async def visitor(server: Running, name: str, plug: socket.socket | None = None) -> AsyncIterator[Client]:
    """A client that is subscribed to a state and an event channel."""
    headers = {"Authorization": f"Bearer {token(sub=name)}"}
    url = server.address.url
    async with connect(url, sock=plug, additional_headers=headers, ping_interval=None, proxy=None) as reader:
        visiting = Client(reader)
        await visiting.say(type="subscribe", channels=[GEX.name, FLOW.name])
        assert {(await visiting.until("synced"))["channel"] for _ in range(2)} == {GEX.name, FLOW.name}
        yield visiting
        if plug is not None:
            reader.transport.abort()


@pytest.mark.slow
async def test_a_client_whose_link_goes_down_is_let_go_in_time() -> None:
    """A link goes down: its client is out within 30 s with all subscriptions; another one misses nothing meanwhile."""
    door = TokenAuthenticator(TokenRules(issuer="https://issuer", audience="spxcc"), lambda: NOW_S * 10**9, SECRET)
    timer, numbers = SystemClock(), count(2)
    with cable() as wire:
        async with running(replace(GatewayConfig(), host=NEAR), door=door) as server:
            hub = server.desk.hub
            hub.publish(GEX, Reading(1.0), server.desk.as_of)
            hub.publish(FLOW, [Member("1")], server.desk.as_of)
            plug = wire.dial(server.server.port)
            async with visitor(server, "bob") as well, visitor(server, "alice", plug):
                assert (hub.readers(GEX.name), hub.readers(FLOW.name)) == (2, 2)
                wire.cut()
                began = timer.monotonic()
                while server.server.connections > 1 and timer.monotonic() - began < LONGEST_S + 5.0:
                    number = next(numbers)
                    told = timer.monotonic()
                    hub.publish(GEX, Reading(float(number)), server.desk.as_of)
                    hub.publish(FLOW, [Member(f"{number}")], server.desk.as_of)
                    value, event = await well.until("toy_gex"), await well.until("toy_event")
                    assert (value["data"]["value"], event["data"]["id"]) == (number, f"{number}")
                    assert timer.monotonic() - told < 1.0
                    await timer.sleep(STEP_S)
                    await server.desk.clock.advance(STEP_S)
                took = timer.monotonic() - began
                assert (hub.readers(GEX.name), hub.readers(FLOW.name)) == (1, 1)
                assert took <= LONGEST_S
                assert list(server.server._ended) == ["1011"]
                assert len(server.server._admission) == 1


async def test_who_answers_no_ping_is_not_waited_for() -> None:
    """A client stops answering pings: it is out as soon as that is known, however long a closing may take."""
    quick = replace(GatewayConfig(), ping_interval=0.5, ping_timeout=0.5, close_timeout=60.0)
    async with running(quick) as server, client(server) as mute:
        server.desk.hub.publish(GEX, Reading(1.0), server.desk.as_of)
        await mute.say(type="subscribe", channels=[GEX.name])
        await mute.until("synced")
        mute.socket.transport.pause_reading()
        await server.desk.clock.advance(2.0)
        async with asyncio.timeout(PATIENCE_S):
            while server.server.connections:
                await settle(1)
        assert server.desk.hub.readers(GEX.name) == 0
        assert list(server.server._ended) == ["1011"]
        mute.socket.transport.abort()
