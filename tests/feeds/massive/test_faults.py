"""Each fault for a while in a session: no crash, no wrong number, told within 3 s, over 10 s after its end, counted."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec
import numpy as np
import pytest

from spxcc.engines.catalog import ENGINES
from spxcc.engines.graph import EngineGraph
from spxcc.feeds.simulator import listing
from spxcc.feeds.simulator.board import Board
from spxcc.feeds.simulator.day import make_day
from spxcc.feeds.simulator.massive.faults import KINDS, Fault
from spxcc.feeds.simulator.massive.market import Market
from spxcc.feeds.simulator.scenario import nominal_minute
from spxcc.feeds.simulator.scenarios import scenario_named
from spxcc.market.snapshot import Floats
from tests.feeds.massive.theatre import STEP_S, Theatre

START, WARM_S = 5_400 + 44, 8.0
"""A minute ends while the fault is on, and the next near chain is due just after it begins."""
SEEN_S, GONE_S, LONGEST_S = 3.0, 10.0, 32.0
CALM_S = 1.5
AFTER_S, ALIKE_PTS = 40.0, 2.0
"""After the last fault until it is compared, and how far apart levels may be whose chains are some seconds apart."""


@dataclass(frozen=True, slots=True)
class Case:
    """What a fault is and shows. says: a piece of the text, "" = nothing is to be told, since nothing is lost.

    counted: by the client, beside the simulator's count of what it sent. silence: it counts once that is long enough to
    be one, and is to be told within 3 s of its beginning. away_s: shortest pause that the vendor asks for, on which a
    time to come back is told; what stands is to be gone 10 s after that time. lasts_s: how long it is on. decided_s:
    how long after it the last one is known for what it was, as a price that only the next one refutes.
    """

    says: str
    counted: Callable[[Theatre], int]
    rate: float = 1.0
    value: float = 0.0
    silence: bool = False
    away_s: float = 0.0
    lasts_s: float = 4.0
    decided_s: float = 0.0
    expiries: int = 2


def odd(*words: str) -> Callable[[Theatre], int]:
    """Stream messages left out or noted for one of the words."""

    def count(theatre: Theatre) -> int:
        stage = theatre.feed.streams
        told = stage.translator.odd
        for streamer in stage.streamers.values():
            told = told + streamer.left_out
        return sum(number for what, number in told.items() if any(word in what for word in words))

    return count


def ends(theatre: Theatre) -> int:
    """Connections that ended."""
    return sum(sum(one.endings.values()) for one in theatre.feed.streams.streamers.values())


def failed(theatre: Theatre) -> int:
    """Questions without a good answer."""
    return theatre.client.counts.failures


def status(number: int) -> Callable[[Theatre], int]:
    """Answers of a status."""
    return lambda theatre: theatre.client.counts.statuses.get(number, 0)


def rows(*words: str) -> Callable[[Theatre], int]:
    """Rows of chains that were odd for one of the words."""

    def count(theatre: Theatre) -> int:
        told = sum((stage.odd for stage in theatre.feed.chains.values()), Counter[str]())
        return sum(number for what, number in told.items() if any(word in what for word in words))

    return count


def silences(theatre: Theatre) -> int:
    """Silences of open connections."""
    return theatre.feed.streams.watch.silences


CASES: Mapping[str, Case] = {
    "drop": Case("broke off", ends),
    "close-1000": Case("close code 1000", ends),
    "close-1001": Case("close code 1001", ends),
    "close-1008": Case("close code 1008", ends, away_s=15.0),
    "evict": Case("another program with this key", ends, away_s=60.0),
    "force-disconnect": Case("force disconnect", ends, away_s=15.0),
    "slow-consumer": Case("slow consumer", ends),
    "half-open": Case("though the connection is open", ends),
    "freeze": Case("though the connection is open", silences, silence=True),
    "garbage-frames": Case("no list of events", odd("no list of events")),
    "wrong-events": Case("cannot be read", odd("cannot be read")),
    "unknown-events": Case("cannot be read", odd("cannot be read")),
    "duplicates": Case("told again", odd("told again"), rate=0.3),
    "out-of-order": Case("after a newer one", odd("after a newer one"), rate=0.5, lasts_s=6.0),
    "late-prints": Case("a print late", odd("a print late"), value=4.0, lasts_s=6.0),
    "missing-bars": Case("No minute bar", lambda theatre: theatre.feed.streams.watch.bars_missed, lasts_s=9.0),
    "rewritten-bars": Case("", lambda theatre: theatre.feed.streams.translator.rewritten, lasts_s=9.0, decided_s=6.0),
    "crossed-quotes": Case("a bid above the ask", odd("a bid above the ask"), rate=0.3),
    "zero-quotes": Case("without a price", odd("without a price")),
    "outliers": Case("nothing confirmed", odd("nothing confirmed"), rate=0.05, lasts_s=8.0, decided_s=16.0),
    "skew": Case("ahead of this clock", odd("ahead of this clock")),
    "burst": Case("", lambda theatre: theatre.feed.streams.translator.prints.echoes),
    "halt": Case("No index values", silences, silence=True),
    "429": Case("HTTP status 429", status(429), value=1.0),
    "429-empty": Case("HTTP status 429", status(429)),
    "500-html": Case("HTTP status 500", status(500)),
    "502-empty": Case("HTTP status 502", status(502)),
    "timeout": Case("without answer", failed),
    "revoked": Case("HTTP status 401", status(401)),
    "not-entitled": Case("plan gives no option chains", status(403)),
    "slow-body": Case("without answer", failed),
    "truncated": Case("cannot be read", lambda theatre: theatre.client.counts.unreadable),
    "reset": Case("cut off", failed),
    "huge-body": Case("an answer of more than", failed),
    "garbage-body": Case("cannot be read", lambda theatre: theatre.client.counts.unreadable),
    "page-fails": Case("partial", status(400), expiries=5),
    "cursor-loop": Case("already read", lambda theatre: theatre.client.counts.astray, expiries=5),
    "missing-greeks": Case("with the vendor's greeks", rows("no volatility and greeks"), rate=0.8),
    "odd-greeks": Case("out of range", rows("out of range")),
    "no-interest": Case("taken as missing", rows("taken as missing")),
    "crossed-rows": Case("a bid above the ask", rows("a bid above the ask")),
    "foreign-rows": Case("were not asked for", rows("not asked for")),
    "missing-rows": Case("missing that was there before", rows("missing that was there"), rate=0.5),
}


@pytest.fixture
def market(monkeypatch: pytest.MonkeyPatch) -> Market:
    """A day with few contracts."""
    for name, share in (("SPX_NEAR", 0.012), ("SPX_FAR", 0.02), ("SPY_NEAR", 0.012)):
        monkeypatch.setattr(listing, name, share)
    return small_market()


@cache
def small_market() -> Market:
    return Market(make_day(scenario_named("flip-loss"), 7, "2026-03-24"))


def test_f30_no_fault_is_forgotten() -> None:
    assert CASES.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", CASES)
async def test_f30_a_fault_is_told_over_and_counted_and_no_number_is_wrong(kind: str, market: Market) -> None:
    case, theatre = CASES[kind], Theatre(market, START, expiries=CASES[kind].expiries)
    try:
        await played(theatre, kind, case)
    finally:
        await theatre.ends()


async def test_f30_a_halt_of_minutes_is_told_as_such_and_does_not_wear_out_connections(market: Market) -> None:
    theatre = Theatre(market, START)
    streamers = theatre.feed.streams.streamers.values()
    try:
        await theatre.plays(WARM_S)
        theatre.switch(Fault("halt"))
        for _ in range(100):
            await theatre.plays(1.0)
            right(theatre, 0)
        assert any("a halt or a source that hangs" in text for text in theatre.words())
        assert max(streamer.connections for streamer in streamers) <= 4
        theatre.switch()
        assert await until_gone(theatre, "halt", GONE_S) <= GONE_S
    finally:
        await theatre.ends()


@pytest.mark.slow
async def test_f30_one_session_outlives_all_faults_one_after_the_other(market: Market) -> None:
    theatre = Theatre(market, START, expiries=5)
    try:
        for kind, case in CASES.items():
            # Each begins where in its minute it would alone.
            await theatre.plays(-(theatre.second + WARM_S - START - 8.0) % 60.0 + 60.0)
            await played(theatre, kind, case)
        await theatre.plays(60.0 - theatre.second % 60.0 + AFTER_S)
        await as_its_twin(theatre)
    finally:
        await theatre.ends()


async def as_its_twin(theatre: Theatre) -> None:
    """The engines say what they say to one who came a minute ago and met no fault."""
    twin = Theatre(theatre.market, round(theatre.second) - 60, expiries=5)
    try:
        await twin.plays(60.0)
        own, other = said(theatre), said(twin)
    finally:
        await twin.ends()
    gex, gex_of_twin = own["gex"].symbols["SPX"], other["gex"].symbols["SPX"]
    assert gex.spot == gex_of_twin.spot
    assert (gex.call_wall, gex.put_wall) == (gex_of_twin.call_wall, gex_of_twin.put_wall)
    assert gex.gross_gex == pytest.approx(gex_of_twin.gross_gex, rel=0.05)
    assert gex.net_gex == pytest.approx(gex_of_twin.net_gex, abs=0.05 * gex.gross_gex)
    levels, levels_of_twin = ([(one.kind, one.price) for one in each["levels"].levels] for each in (own, other))
    assert Counter(kind for kind, _ in levels) == Counter(kind for kind, _ in levels_of_twin)
    for (kind, price), (_, true) in zip(sorted(levels), sorted(levels_of_twin), strict=True):
        assert price == pytest.approx(true, abs=ALIKE_PTS), kind


def said(theatre: Theatre) -> Mapping[str, Any]:
    """What the engines make of what stands: none fails, and every number of it is finite."""
    assert theatre.snapshot is not None
    step = EngineGraph(ENGINES).rest(theatre.snapshot)
    assert {name for name, outcome in step.outcomes.items() if outcome.state != "ok"} <= {"flow"}
    assert step.publications
    for publication in step.publications:
        assert all(map(np.isfinite, numbers(msgspec.to_builtins(publication.value)))), publication.channel.name
    return step.results


def numbers(value: object) -> Iterator[float]:
    """All numbers in a value of plain types."""
    if isinstance(value, int | float):
        yield value
    elif isinstance(value, Mapping):
        yield from numbers(list(value.values()))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from numbers(each)


async def played(theatre: Theatre, kind: str, case: Case) -> None:
    await theatre.plays(WARM_S)
    assert theatre.words() == [], "clean before"
    before, sent = case.counted(theatre), theatre.box.counts[kind]
    theatre.switch(Fault(kind, case.rate, value=case.value))
    struck, seen = await until_seen(theatre, kind, case)
    theatre.switch()
    if case.says:
        assert 0.0 <= seen - struck <= SEEN_S, f"told {seen - struck} s after it struck"
        away = asked_away(theatre) if case.away_s else 0.0
        assert case.away_s <= away <= 1.3 * case.away_s
        gone = await until_gone(theatre, kind, GONE_S + away)
        assert gone <= GONE_S + away, f"over {gone} s after its end, of: {theatre.words()}"
    await theatre.plays(max(CALM_S, case.decided_s))
    assert theatre.words() == []
    known, injected = case.counted(theatre) - before, theatre.box.counts[kind] - sent
    assert known == injected > 0


def asked_away(theatre: Theatre) -> float:
    """Seconds until the last time for which a stream's next try is told."""
    told = [found for text in theatre.words() for found in re.findall(r"next try (\d\d:\d\d:\d\d) ET", text)]
    return max(60.0 * nominal_minute(clock) for clock in told) - theatre.second + 1.0


async def until_seen(theatre: Theatre, kind: str, case: Case) -> tuple[float, float]:
    """Seconds after the open at which it struck first and was told first; it is on for its time, and until then."""
    begun, sent = theatre.second, theatre.box.counts[kind]
    struck, seen, on = begun if case.silence else float("inf"), float("-inf"), 0.0
    while on < case.lasts_s or (on < LONGEST_S and (np.isinf(struck) or open_(theatre, case, struck, seen))):
        await step(theatre, kind)
        on += STEP_S
        if theatre.box.counts[kind] > sent and np.isinf(struck):
            struck = theatre.second
        if np.isinf(seen) and case.says and any(case.says in text for text in theatre.words()):
            seen = theatre.second
    return struck, seen


def open_(theatre: Theatre, case: Case, struck: float, seen: float) -> bool:
    """Whether there is still time in which it is to be told."""
    return case.says != "" and seen < 0.0 and theatre.second - struck <= SEEN_S


async def until_gone(theatre: Theatre, kind: str, limit_s: float) -> float:
    """Seconds after the last time it struck at which nothing is to be read any more, and stays so."""
    ended, clean, counts = theatre.second, float("inf"), theatre.box.counts[kind]
    while theatre.second - ended <= limit_s + CALM_S and theatre.second - clean < CALM_S:
        await step(theatre, kind)
        if theatre.box.counts[kind] != counts:
            ended, counts = theatre.second, theatre.box.counts[kind]
        clean = min(clean, theatre.second) if not theatre.words() else float("inf")
    return clean - ended


@cache
def interest_of(board: Board, contracts: tuple[str, ...]) -> Floats:
    """What stands open in truth."""
    truth = dict(zip(board.listing.symbols, board.interest.tolist(), strict=True))
    return np.array([truth[name] for name in contracts], dtype=np.float64)


async def step(theatre: Theatre, kind: str) -> None:
    await theatre.plays(STEP_S)
    right(theatre, 5_000 if kind == "skew" else 0)


def right(theatre: Theatre, ahead_ms: int) -> None:
    """Every number that stands is one that the market had. ahead_ms: so far the server's times may be ahead."""
    snapshot, market = theatre.snapshot, theatre.market
    assert snapshot is not None
    assert snapshot.counters.rejected == 0
    for symbol, ticker in (("SPX", "I:SPX"), ("SPY", "SPY"), ("VIX", "I:VIX")):
        last, ticks = snapshot.prices[symbol], market.ticks(ticker)
        at_ms = last.ts_event // 1_000_000 - market.open_ms
        around = ticks.between(at_ms - ahead_ms - 16_000, at_ms + 16_000).price
        assert np.any(np.isclose(around, last.price, atol=0.006)), (symbol, last)
    for chain in snapshot.chains.values():
        both = ~np.isnan(chain.bid) & ~np.isnan(chain.ask)
        assert np.all(chain.bid[both] <= chain.ask[both])
        for column, low, high in (
            (chain.vendor_iv, 0.0, 5.0),
            (chain.vendor_delta, -1.0, 1.0),
            (chain.vendor_gamma, 0, 1),
        ):
            known = column[~np.isnan(column)]
            assert np.all((known >= low) & (known <= high))
        board = market.day.boards[0 if chain.underlying == "SPX" else 1]
        known = ~np.isnan(chain.open_interest)
        assert np.all(chain.open_interest[known] == interest_of(board, chain.contracts)[known])
