"""A pack looks like the run it was made of: every screen, cell by cell, at the same instant."""

import asyncio
from pathlib import Path

import msgspec
import pytest

from spxcc.client.store import Store
from spxcc.feeds.catalog import FeedRequest, plan_feed
from spxcc.gateway.hub import Hub
from spxcc.ledger.packs.check import faults
from spxcc.ledger.packs.layout import VERSION, Minute, PackHeader
from spxcc.ledger.packs.reader import read_pack
from spxcc.ledger.packs.writer import write_pack
from spxcc.market.series import CandleBook
from spxcc.market.units import NANOS_PER_SECOND
from spxcc.protocol.client_effects import Effect, Send
from spxcc.protocol.client_session import ClientSession
from spxcc.runtime.backend import Backend, BackendOptions
from spxcc.runtime.history.moment import until
from spxcc.runtime.share.desk import PackBackend
from spxcc.runtime.share.sampling import SHARED, MinuteSampler
from spxcc.runtime.transport import Transport
from spxcc.ui.app import SpxccApp
from spxcc.ui.channels import CHANNELS, series_sources, wanted
from spxcc.ui.options import UiOptions
from tests.fakes.clock import ManualClock
from tests.fakes.gateway import Desk
from tests.fakes.screens import screen_text
from tests.fakes.store import FakeController
from tests.runtime.runs import plain_config

SIZE = (160, 48)
KEYS = ("", "2", "3", "4", "5")


def reader_of(hub: Hub, now: int) -> Store:
    """What somebody has who connects to `hub` at `now`: the real session, over the real gateway's peer."""
    desk = Desk("none")
    desk.hub, desk.clock = hub, ManualClock(now)
    store = Store(desk.clock, CHANNELS, series_sources(), CandleBook)
    session = ClientSession(store.keeps)
    session.want("app", wanted(), 0.0)
    guest = desk.guest()

    def take(effects: list[Effect]) -> None:
        for effect in effects:
            store.apply(effect)
            if isinstance(effect, Send):
                guest.peer.receive(effect.text, *desk.times())
        payloads, guest.pipe.payloads = guest.pipe.payloads, []
        for payload in payloads:
            take(session.receive(payload, 0.0))

    take(session.opened(0.0))
    take([])
    return store


async def screens(hub: Hub, now: int) -> list[str]:
    """The screens behind `KEYS`: characters, and the picture with its colours."""
    app = SpxccApp(reader_of(hub, now), FakeController(now), UiOptions(fps=0), [])
    found = []
    async with app.run_test(size=SIZE) as pilot:
        for key in KEYS:
            if key:
                await pilot.press(key)
            app.frame()
            await pilot.pause()
            found += [screen_text(app), app.export_svg()]
    return found


@pytest.mark.slow
async def test_screens_from_the_pack_are_those_of_the_live_run(tmp_path: Path) -> None:
    plan = plan_feed(FeedRequest("sim", "flip-loss", 7))
    assert plan.start_at is not None
    run = Backend(until(plan, plan.start_at + 61 * NANOS_PER_SECOND), plain_config(), BackendOptions(speed=None))
    minutes: list[Minute] = []
    sampler = MinuteSampler(run.hub, minutes.append)
    run.hub.observers.append(sampler)
    run.node.listeners.append(sampler)
    await run.run()
    sampler.end()
    assert len(minutes) >= 3
    assert isinstance(run.clock, Transport)
    header = PackHeader(
        version=VERSION, title=run.title, date="2026-03-24", mode="sim", start_at=run.clock.start,
        end_at=run.clock.end, cadence_s=plan.cadence_s, program="spxcc",
    )  # fmt: skip
    write_pack(tmp_path / "run.spxpack", header, minutes)
    pack = read_pack(tmp_path / "run.spxpack")
    assert faults(pack, SHARED) == []
    shown = PackBackend(pack, plain_config(), BackendOptions(speed=None))
    await shown.run()
    for channel in SHARED:
        theirs, ours = run.hub.latest(channel.name), shown.hub.latest(channel.name)
        if theirs is not None and theirs.data_bytes != b"[]":
            assert ours is not None, channel.name
            assert msgspec.json.decode(ours.data_bytes) == msgspec.json.decode(theirs.data_bytes), channel.name
        assert shown.hub.reason(channel.name) == run.hub.reason(channel.name)
    run.day.replay.tell()
    at = minutes[-1].at
    expected, found = await screens(run.hub, at), await screens(shown.hub, at)
    for key, theirs_seen, ours_seen in zip([key for key in KEYS for _ in (0, 1)], expected, found, strict=True):
        assert ours_seen == theirs_seen, key
    await asyncio.gather(shown.stop(), run.stop())
