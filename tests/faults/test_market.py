"""A market that is told wrongly or not at all, against the whole program: what its clients hear, and what is kept.

Every fault of the vendor's wire by itself: tests/feeds/massive/test_faults.py. Here: what it does behind the fold.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from spxcc.client.connection import Client as SpxccClient
from spxcc.client.store import Store
from spxcc.engines.catalog import ENGINES
from spxcc.engines.graph import StepResult
from spxcc.engines.price.result import price_channel
from spxcc.ledger.recording.library import Keep
from spxcc.ledger.recording.reader import SessionFile
from spxcc.market.events import (
    ChainSnapshot,
    EquityTick,
    FeedEvent,
    IndexTick,
    OptionQuote,
    OptionTrade,
    Watermark,
)
from spxcc.market.units import NANOS_PER_SECOND
from spxcc.runtime.backend import BackendOptions
from spxcc.runtime.clock import LeapingClock
from spxcc.runtime.pipeline import Pipeline
from spxcc.runtime.recording import RecordingWish
from spxcc.ui.channels import CHANNELS
from spxcc.ui.frame import Frame
from spxcc.ui.options import UiOptions
from spxcc.ui.panels.now_line.view_model import build as now_line
from spxcc.ui.renderables.cells import text_of
from spxcc.ui.state import ViewState
from tests.fakes.draws import Draws
from tests.fakes.server import PATIENCE_S
from tests.faults.desk import asked, came, desk, morning, same

FROZEN = ("price:SPX", "gex:SPX", "levels:update", "setups:update", "flow:alert", "status")
STEPS = 24


@cache
def tape() -> tuple[FeedEvent, ...]:
    """The morning until eleven and some seconds from then on."""
    plan = morning()
    assert plan.start_at is not None
    start = plan.start_at

    async def take() -> list[FeedEvent]:
        taken: list[FeedEvent] = []
        async for event in plan.build(LeapingClock(start)).events():
            taken.append(event)
            if isinstance(event, Watermark) and event.ts_event >= start + STEPS * NANOS_PER_SECOND // 4:
                break
        return taken

    return tuple(asyncio.run(take()))


def live(event: FeedEvent) -> bool:
    """Whether it came after the morning."""
    start = morning().start_at
    return start is not None and event.ts_recv > start


def played(events: Iterable[FeedEvent]) -> tuple[Pipeline, StepResult]:
    """The program's engines over these events: the last step. None of them fails."""
    pipeline, step = Pipeline(ENGINES, "sim"), StepResult()
    for event in events:
        pipeline.fold(event)
        if isinstance(event, Watermark):
            step = pipeline.step(event.ts_event)
            assert {each.state for each in step.outcomes.values()} <= {"ok", "degraded"}, step.outcomes
    return pipeline, step


@cache
def undisturbed() -> tuple[Pipeline, StepResult]:
    """What comes of the tape as it is."""
    return played(tape())


def said(step: StepResult, *but: str) -> Mapping[str, bytes]:
    """Every result as it goes out, without those of `but` and what counts events."""
    return {name: msgspec.json.encode(result) for name, result in step.results.items() if name not in {"health", *but}}


def beside(extra: Callable[[Watermark], Iterable[FeedEvent]]) -> list[FeedEvent]:
    """The tape with more before each step of the last seconds."""
    made: list[FeedEvent] = []
    for event in tape():
        if isinstance(event, Watermark) and live(event):
            made += extra(event)
        made.append(event)
    return made


@pytest.mark.slow
async def test_the_feed_freezes() -> None:
    """Nothing comes for 30 s: all is marked stale within 3.5 s and stays so; then fresh again, and nothing is lost."""
    async with desk() as running, running.visit(*FROZEN) as reader:
        await came(reader)
        running.feed.hold()
        began, marked = running.clock.monotonic(), set[str]()
        for _ in range(14):
            await running.plays(0.25)
            marked |= {frame["channel"] if "channel" in frame else frame["type"]
                       for frame in await came(reader) if frame.get("stale")}  # fmt: skip
        assert running.clock.monotonic() - began == 3.5
        assert marked == set(FROZEN)
        stood = running.backend.node.as_of
        running.clock.shift(25.0)
        await running.plays(1.5)
        assert [frame for frame in await came(reader) if "seq" in frame and not frame.get("stale")] == []
        async with running.visit("price:SPX", "gex:SPX") as late:
            await late.say(type="resync", channels=["price:SPX"])
            assert [frame["stale"] for frame in await came(late) if frame["type"] == "price"] == [True]
        assert running.backend.node.as_of == stood
        running.feed.let_go()
        await running.plays(2.0)
        frames = await came(reader)
        fresh = {frame["channel"] for frame in frames if "channel" in frame and "seq" in frame}
        assert fresh >= {"price:SPX", "levels:update", "flow:alert"}
        assert not any(frame.get("stale") for frame in frames)
        assert [frame["feed_age_ms"] for frame in frames if frame["type"] == "price"][-1] <= 1_000
        assert running.backend.node.events == running.feed.told


async def test_the_screen_of_a_frozen_feed() -> None:
    """Nothing comes: within 3 s the screen says STALE and for how long, counting up; with the next price it is gone."""
    async with desk() as running:
        store = Store(running.clock, CHANNELS)
        client = SpxccClient(running.url, lambda: None, store, running.clock, Draws([0.0]))
        client.want(tuple(channel.name for channel in CHANNELS))
        watching = asyncio.ensure_future(client.run())

        def line() -> str:
            frame = Frame(store, ViewState(), UiOptions(fps=0), running.clock.now(), None)
            return text_of(now_line(frame)[0])

        async with asyncio.timeout(PATIENCE_S):
            while store.get(price_channel("SPX")) is None:
                await running.plays(0.25)
        await running.plays(2.0)
        assert "STALE" not in line()
        running.feed.hold()
        await running.plays(3.5)
        assert line().startswith(" STALE ▏no fresh data for 3")
        running.clock.shift(6.0)
        await running.plays(1.0)
        assert line().startswith(" STALE ▏no fresh data for 10s: what is shown is old")
        running.feed.let_go()
        await running.plays(2.0)
        assert "STALE" not in line()
        watching.cancel()
        await asyncio.wait({watching})


def test_events_come_twice() -> None:
    """Ticks, quotes and chains come twice: the results are the same to the byte."""
    twice: list[FeedEvent] = []
    for event in tape():
        twice += [event] * (1 + (live(event) and isinstance(event, IndexTick | OptionQuote | ChainSnapshot)))
    pipeline, step = played(twice)
    assert len(twice) > len(tape())
    assert said(step) == said(undisturbed()[1])
    assert pipeline.snapshot is not None
    assert pipeline.snapshot.counters.events == len(twice)


def test_an_old_value_comes_after_a_newer_one() -> None:
    """Each value once more a step later: counted as late, and the results are the same to the byte."""
    late: list[FeedEvent] = []
    made: list[FeedEvent] = []
    newest = {event.contract: event for event in tape() if isinstance(event, OptionQuote)}
    for event in tape():
        if isinstance(event, Watermark) and live(event):
            made += [one for one in late if isinstance(one, OptionQuote) and newest[one.contract] is not one]
            late = []
        made.append(event)
        if live(event) and isinstance(event, OptionQuote) and newest[event.contract].ts_event > event.ts_event:
            late.append(replace(event, ts_event=event.ts_event - NANOS_PER_SECOND, bid=0.01, ask=999.0))
    pipeline, step = played(made)
    sent = len(made) - len(tape())
    assert sent > 10
    assert pipeline.snapshot is not None
    assert pipeline.snapshot.counters.stale_ticks == sent
    assert said(step) == said(undisturbed()[1])


@pytest.mark.parametrize(("ahead_s", "oldest_ms"), [(5, 0), (-5, 5_000)])
def test_the_clocks_of_source_and_server_differ(ahead_s: int, oldest_ms: int) -> None:
    """The source's clock is 5 s off: a price is as old as the stamps say, never younger than now, all is finite."""
    moved = [
        replace(event, ts_event=event.ts_event + ahead_s * NANOS_PER_SECOND)
        if live(event) and isinstance(event, IndexTick | EquityTick | OptionQuote | OptionTrade)
        else event
        for event in tape()
    ]
    ages = {one.symbol: one.feed_age_ms for one in played(moved)[1].results["price"].prices}
    plain = {one.symbol: one.feed_age_ms for one in undisturbed()[1].results["price"].prices}
    for symbol in ("SPX", "SPY"):
        assert ages[symbol] == max(0, plain[symbol] - 1_000 * ahead_s)
        assert ages[symbol] >= oldest_ms


@pytest.mark.parametrize("symbol", ["NDX", "SPXW", "XSP", "ES"])
def test_a_tick_of_another_symbol(symbol: str) -> None:
    """Wild ticks of another symbol in the stream: no setup, level, exposure or forecast moves by a byte."""

    def wild(step: Watermark) -> Sequence[FeedEvent]:
        at: dict[str, Any] = {"ts_event": step.ts_event, "ts_recv": step.ts_recv, "source": "sim"}
        return (
            IndexTick(**at, symbol=symbol, price=9_999.0),
            IndexTick(**at, symbol=symbol, price=1.0),
            EquityTick(**at, symbol=symbol, price=5_000.0, size=1e9),
        )

    others = ("price", "session", "bars")
    step = played(beside(wild))[1]
    assert said(step, *others) == said(undisturbed()[1], *others)
    true = {one.symbol: one for one in undisturbed()[1].results["price"].prices}
    told = {one.symbol: one for one in step.results["price"].prices}
    assert {name: told[name] for name in true} == true


@pytest.mark.parametrize(
    ("bid", "ask", "counted"), [(9.0, 1.0, True), (0.0, 0.0, False), (None, None, False), (0.01, 500.0, False)]
)
def test_quotes_that_no_market_makes(bid: float | None, ask: float | None, counted: bool) -> None:
    """Crossed quotes and quotes without a price: left out and counted, the exposure stands on the others."""
    struck = {event.contract for event in tape() if isinstance(event, OptionQuote) and live(event)}
    chosen = set(sorted(struck)[:20])
    odd = [
        replace(event, bid=bid, ask=ask)
        if isinstance(event, OptionQuote) and live(event) and event.contract in chosen
        else event
        for event in tape()
    ]
    book, plain = (played(events)[1].results["gex"].symbols["SPX"] for events in (odd, tape()))
    assert (plain.coverage.crossed, plain.coverage.iv_from_vendor, plain.coverage.iv_filled) == (0, 0, 0)
    assert book.coverage.crossed == (len(chosen) if counted else 0)
    other = book.coverage.iv_from_vendor + book.coverage.iv_filled
    assert 0 < other == plain.coverage.iv_from_mid - book.coverage.iv_from_mid <= len(chosen)
    assert book.net_gex == pytest.approx(plain.net_gex, rel=0.25)
    assert book.call_wall == plain.call_wall


def chains(change: Callable[[ChainSnapshot], ChainSnapshot]) -> list[FeedEvent]:
    """The tape with other chains."""
    return [change(event) if isinstance(event, ChainSnapshot) else event for event in tape()]


def test_the_vendor_gives_no_greeks() -> None:
    """No volatility and no greek from the vendor: they are our own, and the exposure is the same."""

    def bare(chain: ChainSnapshot) -> ChainSnapshot:
        return replace(chain, rows=tuple(replace(row, iv=None, delta=None, gamma=None) for row in chain.rows))

    told, plain = (played(events)[1].results["gex"].symbols["SPX"] for events in (chains(bare), tape()))
    assert told.coverage.iv_from_vendor == 0
    assert (told.net_gex, told.flip_point, told.by_expiry) == (plain.net_gex, plain.flip_point, plain.by_expiry)


def test_a_chain_of_a_few_strikes() -> None:
    """A one-sided chain of a few strikes: no exposure and no flip but a reason, also where levels are told of it."""

    def thin(chain: ChainSnapshot) -> ChainSnapshot:
        return replace(chain, rows=tuple(replace(row, bid=None) for row in chain.rows[:12]))

    events = [event for event in chains(thin) if not isinstance(event, OptionQuote)]
    step = played(events)[1]
    told = step.results["gex"].symbols["SPX"]
    assert (told.flip_point, told.net_gex, told.call_wall) == (None, None, None)
    assert told.flip_reason
    assert not [level for level in step.results["levels"].levels if level.kind in {"flip", "call_wall", "put_wall"}]
    sent = msgspec.json.decode(msgspec.json.encode(told))
    assert sent["flipPoint"] is None
    assert sent["reason"] == step.results["health"].channels["gex:SPX"].reason


async def test_open_interest_that_was_not_renewed() -> None:
    """The open interest is of the session before the last: its date is shown, and the grade of exposures drops."""

    def old(event: FeedEvent) -> Iterable[FeedEvent]:
        return (replace(event, open_interest_date="2026-03-20") if isinstance(event, ChainSnapshot) else event,)

    grades: list[dict[str, str]] = []
    for change in (same, old):
        async with desk(change) as running, running.visit() as reader:
            parts = await asked(reader, "query", "why", path="gex:SPX.call_wall")
            first = parts[0] if isinstance(parts, list) else parts
            grades.append(first["grade"])
            latest = running.backend.hub.latest("gex:SPX")
            assert latest is not None
            date = msgspec.json.decode(latest.data_bytes)["open_interest_date"]
    assert date == "2026-03-20"
    assert grades[1]["letter"] > grades[0]["letter"]
    assert "open interest is of 2026-03-20, not of 2026-03-23" in grades[1]["why"]


async def test_a_wick_through_a_level() -> None:
    """The price is beyond an alert's level for an instant between two steps, then again: it is told once."""
    wicks = 0

    def wick(event: FeedEvent) -> Iterable[FeedEvent]:
        nonlocal wicks
        if wicks and isinstance(event, IndexTick) and event.symbol == "SPX":
            wicks -= 1
            return (replace(event, price=event.price + 8.0), event)
        return (event,)

    async with desk(wick) as running, running.visit() as reader:
        hello = await reader.until("hello")
        await reader.say(type="subscribe", channels=[f"alerts:{hello['user']}"])
        price = running.backend.node.results["price"].prices
        level = next(one.price for one in price if one.symbol == "SPX") + 6.0
        await asked(reader, "command", "alert.add", words=f"touch {level:.2f}")
        await running.plays(3.0)
        before = await came(reader)
        wicks = 2
        await running.plays(8.0)
        assert wicks == 0
        fired = [frame for frame in await came(reader) if frame.get("data", {}).get("event") == "fired"]
        assert [frame for frame in before if frame.get("data", {}).get("event") == "fired"] == []
        assert len(fired) == 1


def only(folder: Path) -> Path:
    """The one file there."""
    (path,) = folder.iterdir()
    return path


@pytest.mark.slow
async def test_ten_times_as_much(tmp_path: Path) -> None:
    """Ten times the prints: states are conflated, but every event is recorded and every alert reaches its reader."""

    def tenfold(event: FeedEvent) -> Iterable[FeedEvent]:
        if not isinstance(event, OptionTrade):
            return (event,)
        return (event, *(replace(event, trade_id=f"{event.trade_id}-{number}") for number in range(9)))

    wish = RecordingWish(tmp_path, Keep(0, 0))
    async with desk(tenfold, BackendOptions(no_auth=True, recording=wish)) as running:
        async with running.visit("price:SPX", "flow:alert") as reader:
            await running.plays(5.0)
            frames: list[dict[str, Any]] = [frame for frame in await came(reader) if "seq" in frame]
            alerts = [frame for frame in frames if frame["type"] == "spx_flow"]
            assert len(alerts) > 3
            assert all(now["prev"] == then["seq"] for then, now in pairwise(alerts))
            assert alerts[-1]["seq"] == running.backend.hub.seq("flow:alert")
            assert len({frame["data"]["id"] for frame in alerts}) == len(alerts)
        told = running.backend.node.events
        assert told == running.feed.told
    with SessionFile(only(tmp_path)) as session:
        assert session.progress().events == told
        assert sum(1 for _ in session.events()) == told
