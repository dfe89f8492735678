"""A backend that others find."""

import asyncio
import os
import signal
from pathlib import Path

import pytest

from spxcc.runtime import serving as module
from spxcc.runtime.backend import BackendOptions
from spxcc.runtime.endpoint import process_owner, running
from spxcc.runtime.errors import UserError
from spxcc.runtime.paths import Paths
from spxcc.runtime.serving import serving, until_ended
from tests.runtime.runs import simulated


async def test_it_is_announced_while_it_plays_and_withdrawn_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = Paths(tmp_path, tmp_path, tmp_path)
    monkeypatch.setattr(module, "user_paths", lambda: paths)
    backend = simulated()
    async with serving(backend) as url:
        found = running(paths.endpoint_file, process_owner)
        assert found is not None
        assert (found.url, found.token) == (url, backend.token())
        async with asyncio.timeout(30):
            await backend.node.caught_up.wait()
    assert running(paths.endpoint_file, process_owner) is None


async def test_an_address_that_cannot_be_had_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "user_paths", lambda: Paths(tmp_path, tmp_path, tmp_path))
    with pytest.raises(UserError) as refused:
        async with serving(simulated(options=BackendOptions(host="192.0.2.1"))):
            pass
    assert refused.value.exit_code == 3


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_ends_the_wait(number: signal.Signals) -> None:
    waiting = asyncio.ensure_future(until_ended())
    asyncio.get_running_loop().call_soon(os.kill, os.getpid(), number)
    async with asyncio.timeout(5):
        await waiting
