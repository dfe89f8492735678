"""A pack looks like the run it was made of: every screen, cell by cell, at the same instant."""

import asyncio
from pathlib import Path

import msgspec
import pytest

from spxcc.client.store import Store
from spxcc.engines.graph import StepResult
from spxcc.feeds.catalog import FeedRequest, plan_feed
from spxcc.gateway.hub import Hub
from spxcc.ledger.packs.check import faults
from spxcc.ledger.packs.layout import VERSION, Minute, PackHeader
from spxcc.ledger.packs.reader import read_pack
from spxcc.ledger.packs.writer import write_pack
from spxcc.market.series import CandleBook
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND
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


async def screens(store: Store, now: int) -> list[str]:
    """The screens behind `KEYS`: characters, and the picture with its colours."""
    app = SpxccApp(store, FakeController(now), UiOptions(fps=0), [])
    found = []
    async with app.run_test(size=SIZE) as pilot:
        for key in KEYS:
            if key:
                await pilot.press(key)
            app.frame()
            await pilot.pause()
            found += [screen_text(app), app.export_svg()]
    return found


class Photographer:
    """A listener that keeps what a reader of the hub has at the first step of some minutes, as the sampler does."""

    def __init__(self, run: Backend, at: list[int]) -> None:
        self._run, self._at, self.seen = run, at, dict[int, Store]()

    def stepped(self, step: StepResult, as_of: int) -> None:
        """Keep it, once a minute."""
        if self._at and as_of >= self._at[0]:
            self._at.pop(0)
            self._run.day.replay.tell()
            self.seen[as_of] = reader_of(self._run.hub, as_of)

    def silent(self, why: str) -> None:
        """A simulator is never silent."""


async def photographed(run: Backend, minutes: list[Minute], at: list[int]) -> dict[int, Store]:
    """Play `run` to its end, sampled; what readers had at these instants, and at the end."""
    sampler, photographer = MinuteSampler(run.hub, minutes.append), Photographer(run, at)
    run.hub.observers.append(sampler)
    run.node.listeners.extend((sampler, photographer))
    await run.run()
    sampler.end()
    run.day.replay.tell()
    photographer.seen[minutes[-1].at] = reader_of(run.hub, minutes[-1].at)
    return photographer.seen


def told_the_same(run: Backend, shown: PackBackend) -> None:
    """Every shared channel has the same value and the same reason in both."""
    for channel in SHARED:
        theirs, ours = run.hub.latest(channel.name), shown.hub.latest(channel.name)
        if theirs is not None and theirs.data_bytes != b"[]":
            assert ours is not None, channel.name
            assert msgspec.json.decode(ours.data_bytes) == msgspec.json.decode(theirs.data_bytes), channel.name
        assert shown.hub.reason(channel.name) == run.hub.reason(channel.name)


@pytest.mark.slow
async def test_screens_from_the_pack_are_those_of_the_live_run_at_every_minute(tmp_path: Path) -> None:
    plan = plan_feed(FeedRequest("sim", "flip-loss", 7))
    assert plan.start_at is not None
    # The last minute is still short, as a run that was ended by hand leaves it.
    last = plan.start_at + 121 * NANOS_PER_SECOND
    run = Backend(until(plan, last), plain_config(), BackendOptions(speed=None))
    minutes: list[Minute] = []
    stops = [plan.start_at + NANOS_PER_MINUTE * minute for minute in (1, 2)]
    seen = await photographed(run, minutes, stops)
    assert len(seen) == 3
    assert seen.keys() <= {minute.at for minute in minutes}
    assert isinstance(run.clock, Transport)
    header = PackHeader(
        version=VERSION, title=run.title, date="2026-03-24", mode="sim", start_at=run.clock.start,
        end_at=run.clock.end, cadence_s=plan.cadence_s, program="spxcc",
    )  # fmt: skip
    write_pack(tmp_path / "run.spxpack", header, minutes)
    pack = read_pack(tmp_path / "run.spxpack")
    assert faults(pack, SHARED) == []
    shown = PackBackend(pack, plain_config(), BackendOptions(speed=None))
    for minute in pack.minutes:
        shown.transport.turn_to(minute.at)
        shown.publish(minute)
        if minute.at in seen:
            expected, found = (
                await screens(seen[minute.at], minute.at),
                await screens(reader_of(shown.hub, minute.at), minute.at),
            )
            for key, theirs_seen, ours_seen in zip([key for key in KEYS for _ in (0, 1)], expected, found, strict=True):
                assert ours_seen == theirs_seen, (minute.at, key)
    played = PackBackend(pack, plain_config(), BackendOptions(speed=None))
    await played.run()
    for backend in (shown, played):
        told_the_same(run, backend)
    await asyncio.gather(shown.stop(), played.stop(), run.stop())
