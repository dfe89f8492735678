"""Below what no code goes: the same data copied, encoded or written and nothing else, beside our hot paths."""

import os
import socket
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
from spxcc.engines.gex.tables import make_ladder
from spxcc.gateway.hub import Hub
from spxcc.market.units import to_nanos
from spxcc.protocol.codec import encode_data
from spxcc.runtime.bench.chain import snapshot
from spxcc.runtime.bench.figure import Figure
from spxcc.runtime.bench.gex import EXPIRIES, LEVELS, REACH, STRIKES
from spxcc.runtime.bench.inside import Publisher, book_tick, reader
from spxcc.runtime.bench.timing import alternating
from spxcc.runtime.bench.values import START_MS, gex

COLUMNS = 11
"""What exposures read of a position (strike, years, σ, carry, two weights) and write (Γ, Δ, vanna, charm, speed)."""
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
    """Bound and distance of each path, in turns, and what the machine gives: bandwidth, a send, a write to a pty."""
    rounds = 7 if quick else 11
    for pair in (*_chain_pairs(), *_wire_pairs(), _candle_pair()):
        found = alternating({"ours": (pair.ours, pair.calls[0]), "bound": (pair.bound, pair.calls[1])}, rounds, 1e6)
        yield Figure(f"limits: {pair.name}", "µs", found["bound"], pair.how)
        apart = tuple(ours / bound for ours, bound in zip(found["ours"], found["bound"], strict=True))
        yield Figure(f"limits: {pair.name}, ours over it", "×", apart, "in turns, by rounds")
    yield from _machine(rounds)


def _chain_pairs() -> Iterator[Pair]:
    market = snapshot(EXPIRIES, STRIKES)
    chain = market.chains["SPX"]
    view = view_market(market, chain, None, DEFAULTS)
    parts = measure_chain(market, chain, DEFAULTS, Given(before=view)).parts
    if parts is None:
        raise AssertionError("the synthetic chain is refused")
    held = len(parts.positions.strike)
    source, target = np.ones((COLUMNS, held)), np.ones((COLUMNS, held))

    def at_spot() -> object:
        return make_ladder(parts.positions, exposures(parts.positions, parts.spot, DEFAULTS.rate, parts.weights))

    how = f"{COLUMNS} columns of {held:,} positions copied"
    yield Pair("gex at another spot", at_spot, partial(np.copyto, target, source), (5, 50), how)
    levels = parts.spot * np.linspace(1.0 - REACH, 1.0 + REACH, LEVELS)
    curves = partial(sensitivity_curves, parts.positions, parts.weights, levels, DEFAULTS.rate)
    row = np.linspace(-8.0, 0.0, held)

    def bells() -> None:
        for _ in range(LEVELS):
            np.exp(row)

    yield Pair("gex at 300 spots", curves, bells, (1, 1), f"one exponential of each of {held:,} positions at each")
    price = np.abs(np.nan_to_num(chain.bid)) + 1.0
    yield Pair(
        "volatilities of a chain", partial(view_market, market, chain, None, DEFAULTS),
        lambda: np.exp(np.log(price)), (1, 10), f"a logarithm and an exponential of each of {len(chain):,} contracts",
    )  # fmt: skip


def _wire_pairs() -> Iterator[Pair]:
    hub = Hub("bench", lambda: to_nanos(START_MS))
    publisher = Publisher(hub, gex)
    publisher.publish()
    channel, value = gex(0, START_MS)
    yield Pair("a gex frame", publisher.publish, partial(encode_data, value), (20, 20), "its value encoded, no more")
    wire, payload = hub.snapshot_frames(channel.name), encode_data(value)
    decode = msgspec.json.Decoder(GexResult).decode
    how = "its value decoded, no more"
    yield Pair("a gex frame read", reader(channel, wire), partial(decode, payload), (20, 20), how)


def _candle_pair() -> Pair:
    empty: list[Callable[[], None]] = [lambda: None] * 7

    def calls() -> None:
        for one in empty:
            one()

    return Pair("a tick into candles", book_tick(), calls, (500, 500), "a Python call for each of seven timeframes")


def _machine(rounds: int) -> Iterator[Figure]:
    source, target = np.ones(COPIED_MB << 17), np.ones(COPIED_MB << 17)
    with _terminal() as terminal, _line() as send:
        acts: dict[str, tuple[Callable[[], object], int]] = {
            "copy": (partial(np.copyto, target, source), 1), "terminal": (partial(terminal, b"x" * TICK_BYTES), 20),
            "send": (partial(send, b"x" * FRAME_BYTES), 20),
        }  # fmt: skip
        found = alternating(acts, rounds, 1e6)
    speed = tuple(2 * COPIED_MB * 2**20 / 1e3 / took for took in found["copy"])
    yield Figure("limits: memory", "GB/s", speed, f"{COPIED_MB} MB read and written")
    yield Figure("limits: a write to a terminal", "µs", found["terminal"], f"{TICK_BYTES} bytes into a pty, and out")
    yield Figure(
        "limits: a send", "µs", found["send"], f"{FRAME_BYTES} bytes into a socket, and out: a system call each"
    )


@contextmanager
def _terminal() -> Iterator[Callable[[bytes], object]]:
    """Write to a pty whose other end is read at once."""
    import pty
    import tty

    master, slave = pty.openpty()
    tty.setraw(slave)

    def write(data: bytes) -> bytes:
        os.write(slave, data)
        return os.read(master, len(data))

    try:
        yield write
    finally:
        os.close(master)
        os.close(slave)


@contextmanager
def _line() -> Iterator[Callable[[bytes], object]]:
    """The same of a stream socket."""
    near, far = socket.socketpair()

    def send(data: bytes) -> bytes:
        near.send(data)
        return far.recv(len(data))

    with near, far:
        yield send
