"""How cost grows: a tick with the chain, a picture with its strikes, a recording with its events, a channel with its
messages."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from spxcc.client.slots import slot_for
from spxcc.engines.catalog import make_engines
from spxcc.feeds.catalog import FeedRequest, plan_feed
from spxcc.gateway.hub import Hub
from spxcc.ledger.recording.reader import SessionFile
from spxcc.ledger.recording.recorder import Recorder
from spxcc.market.events import OptionQuote
from spxcc.market.session import at_exchange
from spxcc.market.units import NANOS_PER_MILLI, to_nanos
from spxcc.protocol.codec import decode_server
from spxcc.protocol.messages import ChannelFrame
from spxcc.runtime.bench.chain import DAY, SPOT, events, tick
from spxcc.runtime.bench.figure import Figure
from spxcc.runtime.bench.scaling import EXPIRIES, STRIKES, grown
from spxcc.runtime.bench.timing import spent
from spxcc.runtime.bench.values import START_MS, Published, price
from spxcc.runtime.engine_inputs import EngineInputs
from spxcc.runtime.pipeline import Pipeline
from spxcc.runtime.recorded import info_of
from spxcc.ui.renderables.gex_profile import draw_bar, ladder_bars, peak_of

ROUNDS, QUICK_ROUNDS = 9, 5
FLAT, LINEAR = 0.15, 1.15
"""The most that the exponents may be: what is flat has a little room for noise, what is linear too."""
TICKS, APART_MS = 20, 200
"""Ticks between two refreshes of the chain, which are five seconds apart."""
DRAWN = (50, 200, 800, 3_200)
RECORDED = (10_000, 40_000, 160_000)
MESSAGES = (200, 2_000, 20_000)
BAR_CELLS = 24
Cost = Callable[[], float]


def growth_figures(quick: bool) -> Iterable[Figure]:
    """Each curve by its sizes, all sizes in turns, in processor time, then its exponent."""
    rounds = QUICK_ROUNDS if quick else ROUNDS
    ticks = {size: partial(tick_cost, market) for size, market in _markets(STRIKES[:3] if quick else STRIKES)}
    yield from _curve(
        "tick, contracts", "ms", ticks, rounds, 1e3 / TICKS, FLAT, "fold, snapshot, engines but the chain's"
    )
    drawn = {size: partial(draw_cost, size) for size in DRAWN}
    yield from _curve("strikes drawn", "µs", drawn, rounds, 1e6, LINEAR, "a ladder of so many bars")
    messages = {size: partial(message_cost, size) for size in (MESSAGES[:2] if quick else MESSAGES)}
    how = "so many prices through the hub to the client's value"
    yield from _curve("messages", "ms", messages, rounds, 1e3, LINEAR, how)
    with TemporaryDirectory() as folder:
        recorded = {size: partial(record_cost, Path(folder), size) for size in (RECORDED[:2] if quick else RECORDED)}
        how = "so many quotes recorded, and read back"
        yield from _curve("recorded events", "ms", recorded, rounds, 1e3, LINEAR, how)


def _curve(
    name: str, unit: str, costs: Mapping[int, Cost], rounds: int, scale: float, budget: float, how: str
) -> Iterable[Figure]:
    found: dict[int, list[float]] = {size: [] for size in costs}
    for number in range(rounds + 1):
        for size, cost in costs.items():
            took = cost() * scale
            if number > 0:
                found[size].append(took)
    for size, samples in found.items():
        yield Figure(f"growth: {name} {size:,}", unit, tuple(samples), how)
    points = [(float(size), min(samples)) for size, samples in found.items()]
    sizes = f"{min(costs):,} to {max(costs):,}"
    note = f"log cost over log size, {sizes}, least of each; 0 is flat, 1 linear"
    yield grown(f"growth: {name}, exponent", points, note, budget)


def _markets(sizes: Sequence[tuple[int, float]]) -> Iterable[tuple[int, "Market"]]:
    for strikes, spacing in sizes:
        yield 2 * EXPIRIES * strikes, Market(strikes, spacing)


class Market:
    """A pipeline of all engines over a chain, which is refreshed before each round of ticks."""

    def __init__(self, strikes: int, spacing: float) -> None:
        self.pipeline = Pipeline(make_engines(), "sim")
        self.now, self.step = at_exchange(DAY, "14:00"), 0
        for event in events(EXPIRIES, strikes, spacing):
            self.pipeline.fold(event)

    def refresh(self) -> None:
        """The step at which the chain's engine is due."""
        self.now += (TICKS + 10) * APART_MS * NANOS_PER_MILLI
        self.pipeline.step(self.now)

    def ticks(self) -> None:
        """Ticks and their steps until it is due again."""
        at = self.now
        for _ in range(TICKS):
            at += APART_MS * NANOS_PER_MILLI
            self.step += 1
            self.pipeline.fold(tick(SPOT + self.step % 7 / 4, at))
            self.pipeline.step(at)


def tick_cost(market: Market) -> float:
    """Processor seconds of `TICKS` ticks between two refreshes of the chain."""
    market.refresh()
    return spent(market.ticks)


def draw_cost(strikes: int) -> float:
    """Processor seconds of a profile of so many strikes, one a row."""
    rows = [(6000.0 + 5 * at, 1e8 * (at % 17 - 8)) for at in range(strikes)]

    def draw() -> None:
        bars = ladder_bars(rows, strikes, {}, 6000.0 + 2.5 * strikes)
        peak = peak_of(bars)
        for bar in bars:
            draw_bar(bar, BAR_CELLS, peak)

    return spent(draw)


def message_cost(count: int) -> float:
    """Processor seconds of so many prices from the publisher to the value that a client holds."""
    values: list[Published] = [price("SPX", step, START_MS + step) for step in range(count)]
    hub, slot = Hub("bench", lambda: to_nanos(START_MS)), slot_for(values[0][0])

    def pass_on() -> None:
        for step, (channel, value) in enumerate(values):
            hub.publish(channel, value, to_nanos(START_MS + step))
            frames = [decode_server(each) for each in hub.snapshot_frames(channel.name)]
            slot.take([frame.data for frame in frames if isinstance(frame, ChannelFrame)], snapshot=True)

    return spent(pass_on)


def record_cost(folder: Path, count: int) -> float:
    """Processor seconds of recording so many quotes and reading them again."""
    at, path = at_exchange(DAY, "14:00"), folder / f"{count}.spxcc"
    quotes = [
        OptionQuote(ts_event=at + step, ts_recv=at + step, source="bench", bid=10.0 + step % 50 / 10,
                    ask=10.2 + step % 50 / 10, contract=f"SPXW261119C0{6800 + step % 200}000")
        for step in range(count)
    ]  # fmt: skip
    plan = replace(plan_feed(FeedRequest("sim")), start_at=at)
    info = info_of(plan, "sim", at, EngineInputs(sign_model="standard"), at)

    def record() -> None:
        recorder = Recorder(path, info, lambda folder: 2**40)
        recorder.start()
        for quote in quotes:
            recorder.take(quote)
        recorder.close()
        with SessionFile(path) as session:
            if sum(1 for _ in session.events()) != count:
                raise AssertionError(f"expected {count:,} events back")

    took = spent(record)
    path.unlink()
    return took
