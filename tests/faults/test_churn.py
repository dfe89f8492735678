"""Coming and going: no task, file or place in the books is left behind."""

import asyncio
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from spxcc.gateway.config import GatewayConfig
from spxcc.gateway.limits import Caps
from tests.fakes.gateway import GEX, Reading
from tests.fakes.server import Running, client, running, settle

FILES = Path("/proc/self/fd")
WIDE = replace(GatewayConfig(), caps=Caps(total=500, per_address=500, unauthenticated=500, per_user=500))


async def visits(server: Running, count: int) -> None:
    """So many come, subscribe and go, half of them without a word."""

    async def visit(number: int) -> None:
        async with client(server) as reader:
            await reader.say(type="subscribe", channels=["gex:SPX", "flow:alert"])
            await reader.until("subscribed")
            if number % 2:
                reader.socket.transport.abort()

    for first in range(0, count, 20):
        await asyncio.gather(*(visit(number) for number in range(first, first + 20)))
    async with asyncio.timeout(20.0):
        while server.server.connections or len(server.server._admission) or len(server.server._gate):
            await settle(1)
    await settle()


@pytest.mark.skipif(not FILES.exists(), reason="needs /proc/self/fd to count open files")
async def test_after_hundreds_of_visits_no_task_and_no_file_is_left(record_property: Any) -> None:
    """Hundreds come and go, half of them without a word: no task, no file and no place in the books is left."""
    async with running(WIDE) as server:
        server.desk.hub.publish(GEX, Reading(1.0), server.desk.as_of)
        await visits(server, 40)
        tasks, files = len(asyncio.all_tasks()), len(os.listdir(FILES))
        await visits(server, 200)
        assert (len(asyncio.all_tasks()), len(os.listdir(FILES))) == (tasks, files)
        assert server.desk.hub.readers("gex:SPX") == 0
        assert sum(server.server._ended.values()) == 240
    record_property("visits", 240)
