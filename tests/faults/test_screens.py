"""What a user sees of a fault: whole screens, from a backend through its socket, equal to those kept in `screens/`."""

from collections.abc import Iterable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from msgspec.structs import replace

from spxcc.engines.health.result import HEALTH
from spxcc.feeds.simulator import listing
from spxcc.feeds.simulator.day import make_day
from spxcc.feeds.simulator.massive.faults import Fault
from spxcc.feeds.simulator.massive.market import Market
from spxcc.feeds.simulator.scenarios import scenario_named
from spxcc.ledger.recording import recorder as recording
from spxcc.ledger.recording.library import Keep
from spxcc.market.events import ChainSnapshot, FeedEvent, Watermark
from spxcc.runtime.backend import BackendOptions
from spxcc.runtime.recording import RecordingWish
from tests.fakes.clock import ManualClock
from tests.faults.desk import desk, same
from tests.faults.screen import port_of, screen
from tests.faults.vendor import Vendor

WIDE = (160, 48)


def stale_marks(text: str) -> int:
    """How many parts of a screen say that they are old."""
    return text.count("STALE")


@pytest.mark.slow
async def test_a_frozen_feed_is_seen_on_every_panel() -> None:
    """Nothing comes for 3 and for 40 s: header, NOW line and every panel say STALE and since when; then none does."""
    async with desk() as running, screen(running) as shown:
        assert stale_marks(await shown.text()) == 0
        running.feed.hold()
        await shown.plays(3.5)
        first = await shown.shows("freeze_3s")
        running.clock.shift(36.0)
        await shown.plays(0.5)
        later = await shown.shows("freeze_40s")
        running.feed.let_go()
        await shown.plays(2.0)
        assert stale_marks(await shown.shows("freeze_over")) == 0
    for text, age in ((first, "3.5s"), (later, "40s")):
        assert f"STALE {age}" in text.splitlines()[0]
        assert f" STALE ▏no fresh data for {age}: what is shown is old" in text
        assert stale_marks(text) == 7


class Gap:
    """A change under which only the time goes on, while it is `on`."""

    def __init__(self) -> None:
        self.on = False

    def __call__(self, event: FeedEvent) -> Iterable[FeedEvent]:
        return () if self.on and not isinstance(event, Watermark) else (event,)


@pytest.mark.slow
async def test_a_gap_in_the_data_is_seen_while_the_time_goes_on() -> None:
    """No value comes for two minutes though time goes on: all is marked as old, then the chart shows the hole."""
    gap = Gap()
    async with desk(gap) as running, screen(running) as shown:
        gap.on = True
        await shown.plays(118.0)
        text = await shown.text()
        assert "STALE 2m" in text.splitlines()[0]
        assert stale_marks(text) == 7
        gap.on = False
        await shown.plays(4.0)
        assert stale_marks(await shown.shows("gap_over")) == 0


async def test_interest_that_was_not_renewed_is_seen_with_its_date() -> None:
    """The open interest is that of the session before the last: the panel in full says of which day it is."""

    def old(event: FeedEvent) -> Iterable[FeedEvent]:
        return (replace(event, open_interest_date="2026-03-20") if isinstance(event, ChainSnapshot) else event,)

    async with desk(old) as running, screen(running) as shown:
        await shown.press("1", "z")
        assert "OI 03-20" in await shown.shows("stale_interest")


async def test_a_server_that_goes_and_comes_is_seen_as_such() -> None:
    """The server ends and another one starts: what was there stays, marked as old, with the reason; then fresh."""
    clock = ManualClock()
    async with AsyncExitStack() as stack:
        async with desk(clock=clock) as before:
            shown = await stack.enter_async_context(screen(before))
        await before.plays(5.0)
        await shown.until(lambda: shown.client.store.connection.phase == "waiting")
        away = await shown.shows("restart_away")
        again = BackendOptions(no_auth=True, port=port_of(before.url))
        async with desk(clock=clock, options=again) as after:
            shown.desk = after
            await after.plays(12.0)
            await shown.plays(2.0)
            back = await shown.shows("restart_back")
    assert stale_marks(away) == 7
    assert "connection refused" in away
    assert stale_marks(back) == 0


async def test_a_full_disk_is_seen_and_the_rest_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full in the middle of the day: the status line says NOT RECORDED and why, prices and panels go on."""
    monkeypatch.setattr(recording, "EVERY_S", 0.001)
    room = [10 * recording.LEAST_FREE]
    monkeypatch.setattr("spxcc.runtime.recording.free_bytes", lambda folder: room[0])
    options = BackendOptions(no_auth=True, recording=RecordingWish(tmp_path, Keep(0, 0)))
    async with desk(same, options) as running, screen(running, WIDE) as shown:
        writer = running.backend.recording.recorder
        assert writer is not None
        room[0] = 0
        await shown.plays(0.5)
        await shown.until(lambda: bool(writer.state().failure))
        await shown.plays(3.0)
        text = await shown.shows("full_disk")
    assert "NOT RECORDED: recording stopped: the disk is full" in text
    assert stale_marks(text) == 0


@pytest.fixture
def market(monkeypatch: pytest.MonkeyPatch) -> Market:
    """A day of the vendor with few contracts."""
    for name, share in (("SPX_NEAR", 0.012), ("SPX_FAR", 0.02), ("SPY_NEAR", 0.012)):
        monkeypatch.setattr(listing, name, share)
    return Market(make_day(scenario_named("flip-loss"), 7, "2026-03-24"))


NO_CHAINS, PRICE = "Your Massive plan gives no option chains", "Options Starter ($29 a month) has them 15 minutes late"


async def test_chains_that_are_lost_in_the_day_are_told_and_prices_go_on(market: Market) -> None:
    """The right to chains is lost in the day: one notice with what having it costs, SPX goes on, no trace."""
    vendor = Vendor(market, 5_444)
    async with desk(plan=vendor.plan(), clock=vendor.clock) as running, screen(running, (160, 48)) as shown:
        await shown.plays(12.0)
        vendor.switch(Fault("not-entitled"))
        await shown.plays(30.0)
        text, health = await shown.text(), shown.client.store.get(HEALTH)
    await vendor.ends()
    assert health is not None
    (told,) = (one.text for one in health.notices if one.level != "info")
    assert told.startswith(NO_CHAINS)
    assert PRICE in told
    assert "● LIVE" in text.splitlines()[0]
    assert NO_CHAINS in text
    assert "Traceback" not in text


async def test_a_plan_without_chains_is_a_card_in_the_panel_and_no_trace(market: Market) -> None:
    """Chains were never granted: the GEX panel says what the plan lacks, what that costs and which plan has it."""
    vendor = Vendor(market, 5_444)
    vendor.switch(Fault("not-entitled"))
    async with desk(plan=vendor.plan(), clock=vendor.clock) as running, screen(running, (160, 48)) as shown:
        await shown.plays(4.0)
        text = await shown.text()
    await vendor.ends()
    card = " ".join(line[:30].rstrip(" │").strip() for line in text.splitlines()[3:26])
    assert NO_CHAINS in card
    assert PRICE in card
    assert "● LIVE" in text.splitlines()[0]
    assert "Traceback" not in text
