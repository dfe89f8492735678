"""Cases measured in this process: the merge of ticks, encoding and decoding of frames."""

from collections.abc import Callable, Iterable
from functools import partial

from spxcc.client.slots import slot_for
from spxcc.gateway.hub import Hub
from spxcc.market.candles import Candle
from spxcc.market.series import CandleBook
from spxcc.market.session import at_exchange
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND, to_nanos
from spxcc.protocol.channel import Channel
from spxcc.protocol.codec import decode_server
from spxcc.protocol.messages import ChannelFrame
from spxcc.runtime.bench.chain import DAY
from spxcc.runtime.bench.figure import Figure
from spxcc.runtime.bench.timing import timed
from spxcc.runtime.bench.values import START_MS, Published, alert, bars, gex, levels, price

VALUES = 32
MAKERS: dict[str, Callable[[int, int], Published]] = {
    "price": partial(price, "SPX"), "gex": gex, "levels": levels, "bars": partial(bars, "SPX"), "print": alert,
}  # fmt: skip


def book_tick() -> Callable[[], None]:
    """Folds another price into a book with a session of minutes, each time it is called."""
    opened = at_exchange(DAY, "09:30")
    book = CandleBook()
    book.upsert_minutes([Candle(opened + at * NANOS_PER_MINUTE, 10.0, 11.0, 9.0, 10.0) for at in range(380)])
    step = 0

    def tick() -> None:
        nonlocal step
        step += 1
        book.tick(10.0 + step % 17, opened + 380 * NANOS_PER_MINUTE + step % 59 * NANOS_PER_SECOND)

    return tick


def candle_figures(quick: bool) -> Iterable[Figure]:
    """A tick into all seven timeframes of a book with a session of minutes, and such a session at once."""
    ticks = timed(book_tick(), 7 if quick else 15, 500, 1e6)
    yield Figure("candles: tick", "µs", ticks, "into seven timeframes")
    opened = at_exchange(DAY, "09:30")
    whole = [Candle(opened + at * NANOS_PER_MINUTE, 10.0, 11.0, 9.0, 10.0 + at % 3) for at in range(390)]

    def load() -> None:
        CandleBook().upsert_minutes(whole)

    yield Figure("candles: a session of minutes", "ms", timed(load, 7 if quick else 15), "390 bars rolled up")


def encode_figures(quick: bool) -> Iterable[Figure]:
    """From a value to the bytes on the wire, and back to a value."""
    repeats, calls = (7, 20) if quick else (15, 100)
    for name, make in MAKERS.items():
        hub = Hub("bench", lambda: to_nanos(START_MS))
        publisher, channel = Publisher(hub, make), make(0, START_MS)[0]
        samples = timed(publisher.publish, repeats, calls, 1e6)
        yield Figure(f"encode: {name}", "µs", samples, "compared, encoded, stamped")
        wire = hub.snapshot_frames(channel.name)
        samples = timed(reader(channel, wire), repeats, calls, 1e6)
        yield Figure(f"encode: {name} read back", "µs", samples, f"{sum(map(len, wire)):,} bytes")


class Publisher:
    """Publishes another value each time, all of them made before."""

    def __init__(self, hub: Hub, make: Callable[[int, int], Published]) -> None:
        self._hub, self._step = hub, 0
        self._made = [make(step, START_MS) for step in range(VALUES)]

    def publish(self) -> None:
        """The next one."""
        self._step += 1
        channel, value = self._made[self._step % VALUES]
        self._hub.publish(channel, value, to_nanos(START_MS + self._step))


def reader(channel: Channel, wire: list[bytes]) -> Callable[[], None]:
    """Takes frames of `channel` into a client's slot, each time it is called."""
    slot = slot_for(channel)

    def read() -> None:
        frames = [decode_server(each) for each in wire]
        slot.take([frame.data for frame in frames if isinstance(frame, ChannelFrame)], snapshot=True)

    return read
