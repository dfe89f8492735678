"""The bus by NATS where its server goes away, and addresses that are none. The rest is the contract."""

import asyncio
import signal
from pathlib import Path

import pytest

from spxcc.gateway.bus.interface import BusError
from spxcc.gateway.bus.messages import Live
from spxcc.runtime.clock import SystemClock
from tests.fakes.nats import NatsServer, free_port
from tests.gateway.bus.test_contract import Taker, live, whole

pytest.importorskip("nats", reason="needs nats-py: pip install -e '.[dev]'")
from spxcc.gateway.bus import by_nats
from spxcc.gateway.bus.by_nats import Login, connect, login_from


@pytest.mark.parametrize(
    ("url", "words"),
    [("http://127.0.0.1:4222", "expected an address such as nats://"), ("nats://", "expected an address"),
     ("ann:secret@127.0.0.1:4222", "found another text"), ("nats://h:99999", "found another text"),
     ("nats://ann:secret@127.0.0.1:4222", "without a user or password")],
)  # fmt: skip
async def test_f55_an_address_that_is_none_is_a_sentence_without_its_password(url: str, words: str) -> None:
    with pytest.raises(BusError, match=words) as told:
        await connect(url, "desk", Login(), SystemClock())
    assert "secret" not in str(told.value)


async def test_without_a_server_it_says_what_to_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_nats, "CONNECT_S", 0.2)
    with pytest.raises(BusError, match=r"found none \(.*\); start nats-server -js"):
        await connect(f"nats://127.0.0.1:{free_port()}", "desk", Login(), SystemClock())


def test_the_login_comes_from_the_environment_and_is_not_shown() -> None:
    login = login_from({"SPXCC_NATS_USER": "ann", "SPXCC_NATS_PASSWORD": "secret", "SPXCC_NATS_TOKEN": ""})
    assert (login.user, login.password, login.token) == ("ann", "secret", None)
    assert "secret" not in repr(login)


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=["restart", "kill"])
async def test_f55_a_server_that_goes_and_comes_loses_nothing_that_was_known_to_be_written(
    tmp_path: Path, how: signal.Signals
) -> None:
    server = NatsServer(tmp_path)
    server.start()
    writer, follower = (
        await connect(server.url, "desk", Login(), SystemClock()),
        await connect(server.url, "desk", Login(), SystemClock()),
    )
    taker = Taker()
    await writer.begin_writing(1)
    await follower.follow(taker.take, taker.hear)
    await writer.put(whole("gex:SPX", 1))
    await writer.put(live("gex:SPX", 2))
    await taker.until(2)
    server.end(how)
    with pytest.raises(BusError):
        await writer.put(live("gex:SPX", 3))
    server.start()
    async with asyncio.timeout(10.0):
        while True:
            try:
                await writer.begin_writing(1)
                break
            except BusError:
                continue
    for seq in range(3, 9):
        await writer.put(live("gex:SPX", seq))
    await taker.until(8)
    seqs = [each.seq for each in taker.kept if isinstance(each, Live)]
    assert sorted(set(seqs)) == list(range(2, 9))
    await writer.close()
    await follower.close()
    server.end()
