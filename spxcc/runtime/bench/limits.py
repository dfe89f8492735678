"""Bounds of our hot paths, and how far away these are: the least of rounds that take turns with ours.

Of two kinds, and each says which: what nobody goes below, whatever the code (data read, bytes written), and what the
method does not go below (the calls of a library, or of Python, that it is made of, and nothing around them).
"""

import os
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import msgspec
import numpy as np

from spxcc.engines.gex.market_view import view_market
from spxcc.engines.gex.measure import Given, measure_chain
from spxcc.engines.gex.params import DEFAULTS
from spxcc.engines.gex.positions import exposures
from spxcc.engines.gex.result import GexResult
from spxcc.engines.gex.sensitivities import sensitivity_curves
from spxcc.engines.gex.surface import MID
from spxcc.engines.gex.tables import make_ladder
from spxcc.gateway.hub import Hub
from spxcc.market.units import to_nanos
from spxcc.protocol.codec import encode_data
from spxcc.runtime.bench.chain import snapshot
from spxcc.runtime.bench.figure import Figure, over
from spxcc.runtime.bench.gex import EXPIRIES, LEVELS, REACH, STRIKES
from spxcc.runtime.bench.inside import Publisher, book_tick, reader
from spxcc.runtime.bench.timing import alternating
from spxcc.runtime.bench.values import START_MS, gex

COLUMNS = 6
"""What exposures read of a position: strike, years, σ, carry, two weights."""
NOBODY, METHOD = "nobody goes below", "the method goes not below"
WRITES = 20
"""In a row, which a pty and a socket take before anybody reads."""
COPIED_MB, TICK_BYTES, FRAME_BYTES = 64, 400, 200


@dataclass(frozen=True, slots=True)
class Pair:
    """Our path and the bound below it; calls: of each in a sample. how: what the bound does."""

    name: str
    ours: Callable[[], object]
    bound: Callable[[], object]
    calls: tuple[int, int]
    how: str


def limit_figures(quick: bool) -> Iterable[Figure]:
    """Bound and distance of each path, and what the machine gives: bandwidth, a write to a socket and to a pty."""
    rounds = 7 if quick else 11
    for pair in (*_chain_pairs(), *_wire_pairs(), _candle_pair()):
        found = alternating({"ours": (pair.ours, pair.calls[0]), "bound": (pair.bound, pair.calls[1])}, rounds, 1e6)
        least = min(found["bound"])
        yield Figure(f"limits: {pair.name}", "µs", (least,), f"{pair.how}; least of {rounds} rounds")
        yield over(f"limits: {pair.name}, ours over it", found["ours"], least, "in turns")
    yield from _machine(rounds)


def _chain_pairs() -> Iterator[Pair]:
    market = snapshot(EXPIRIES, STRIKES)
    chain = market.chains["SPX"]
    view = view_market(market, chain, None, DEFAULTS)
    parts = measure_chain(market, chain, DEFAULTS, Given(before=view)).parts
    if parts is None:
        raise AssertionError("the synthetic chain is refused")
    held = len(parts.positions.strike)
    columns = np.ones(COLUMNS * held)

    def at_spot() -> object:
        return make_ladder(parts.positions, exposures(parts.positions, parts.spot, DEFAULTS.rate, parts.weights))

    how = f"{COLUMNS} columns of {held:,} positions read once and added up: {NOBODY}"
    yield Pair("gex at another spot", at_spot, columns.sum, (5, 50), how)
    levels = parts.spot * np.linspace(1.0 - REACH, 1.0 + REACH, LEVELS)
    curves = partial(sensitivity_curves, parts.positions, parts.weights, levels, DEFAULTS.rate)
    row = np.linspace(-8.0, 0.0, held)

    def bells() -> None:
        for _ in range(LEVELS):
            np.exp(row)

    yield Pair(
        "gex at 300 spots", curves, bells, (1, 1), f"one exponential of each of {held:,} positions at each: {METHOD}"
    )
    inverted = 0 if view.surface is None else int(np.count_nonzero(view.surface.source == MID))
    price = np.linspace(0.1, 100.0, inverted)
    how = f"a logarithm and an exponential for each of {inverted:,} that are inverted: {METHOD}"
    ours = partial(view_market, market, chain, None, DEFAULTS)
    yield Pair("volatilities of a chain", ours, lambda: np.exp(np.log(price)), (1, 10), how)


def _wire_pairs() -> Iterator[Pair]:
    hub = Hub("bench", lambda: to_nanos(START_MS))
    publisher = Publisher(hub, gex)
    publisher.publish()
    channel, value = gex(0, START_MS)
    yield Pair(
        "a gex frame", publisher.publish, partial(encode_data, value), (20, 20), f"its value encoded, no more: {METHOD}"
    )
    wire, payload = hub.snapshot_frames(channel.name), encode_data(value)
    decode = msgspec.json.Decoder(GexResult).decode
    how = f"its value decoded, no more: {METHOD}"
    yield Pair("a gex frame read", reader(channel, wire), partial(decode, payload), (20, 20), how)


def _candle_pair() -> Pair:
    bars = [[0.0] for _ in range(7)]

    def store() -> None:
        for bar in bars:
            bar[0] = 1.0

    how = f"a number stored for each of seven timeframes by a loop of Python: {METHOD}"
    return Pair("a tick into candles", book_tick(), store, (500, 500), how)


def _machine(rounds: int) -> Iterator[Figure]:
    source, target = np.ones(COPIED_MB << 17), np.ones(COPIED_MB << 17)
    took = alternating({"copy": (partial(np.copyto, target, source), 1)}, rounds, 1e6)["copy"]
    speed = tuple(2 * COPIED_MB * 2**20 / 1e3 / each for each in took if each > 0.0)
    yield Figure("limits: memory", "GB/s", speed, f"{COPIED_MB} MB read and written")
    how = f"bytes by write(2) alone, least of {rounds} rounds: {NOBODY}"
    with _terminal() as (near, far):
        terminal = least_us(near, far, TICK_BYTES, rounds)
    yield Figure("limits: a write to a terminal", "µs", (terminal,), f"{TICK_BYTES} {how}")
    one, other = socket.socketpair()
    with one, other:
        line = least_us(one.fileno(), other.fileno(), FRAME_BYTES, rounds)
    yield Figure("limits: a write to a socket", "µs", (line,), f"{FRAME_BYTES} {how}")


def least_us(near: int, far: int, size: int, rounds: int) -> float:
    """Processor microseconds for `size` bytes written to `near`, which are read from `far` while nothing is timed."""
    data, took = b"x" * size, list[float]()
    for _ in range(rounds):
        used = time.process_time()
        for _ in range(WRITES):
            os.write(near, data)
        took.append(1e6 * (time.process_time() - used) / WRITES)
        left = WRITES * size
        while left > 0:
            left -= len(os.read(far, left))
    return min(took)


@contextmanager
def _terminal() -> Iterator[tuple[int, int]]:
    """The side of a program, and that of a terminal."""
    import pty
    import tty

    master, slave = pty.openpty()
    tty.setraw(slave)
    try:
        yield slave, master
    finally:
        os.close(master)
        os.close(slave)
