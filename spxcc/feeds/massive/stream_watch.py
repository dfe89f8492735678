"""Looks at the streams while they run and tells what is wrong with them: silence, missing bars, what was left out."""

from collections import Counter
from collections.abc import Callable, Mapping

from spxcc.feeds.massive.desk import Desk
from spxcc.feeds.massive.mishaps import Mishaps
from spxcc.feeds.massive.params import DELAY_S, Cluster, StreamRules
from spxcc.feeds.massive.stream_events import Translator
from spxcc.feeds.massive.stream_order import LATE_NS
from spxcc.feeds.massive.streamer import Streamer
from spxcc.market.clock import Clock
from spxcc.market.session import CalendarRangeError, session_at, to_exchange
from spxcc.market.units import NANOS_PER_MINUTE, NANOS_PER_SECOND, UnixNanos

LOOK_S = 0.25
DELAYED_SLACK_S = 60.0
WORDS: Mapping[Cluster, str] = {
    "indices": "index values", "stocks": "SPY trades", "options": "option prints and quotes",
}  # fmt: skip
BARS: Mapping[str, Cluster] = {"SPX": "indices", "SPY": "stocks"}


class StreamWatch:
    """`look` costs little and is to be called some times a second. repair: as of the stream stage."""

    def __init__(
        self,
        streamers: Mapping[Cluster, Streamer],
        translator: Translator,
        clock: Clock,
        desk: Desk,
        rules: StreamRules,
        repair: Callable[[Cluster, float], None],
    ) -> None:
        self._streamers = streamers
        self._translator = translator
        self._clock = clock
        self._desk = desk
        self._rules = rules
        self._repair = repair
        self._mishaps = Mishaps()
        self._due: dict[str, UnixNanos] = {}
        self._quiet: set[Cluster] = set()
        self._lived: dict[str, tuple[UnixNanos, UnixNanos]] = {}
        self.bars_missed = 0
        self.silences = 0
        """Silences that were told, each once."""

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self.look()
            await self._clock.sleep(LOOK_S)

    def look(self) -> None:
        """Tell what is wrong at this moment, and what is no more."""
        delay = int(DELAY_S * NANOS_PER_SECOND) if self._desk.delayed else 0
        self._translator.order.late_ns = LATE_NS + (delay + int(DELAYED_SLACK_S * NANOS_PER_SECOND) if delay else 0)
        now = self._desk.time.now() - delay
        trading = _trades(now - int(self._rules.quiet_s * NANOS_PER_SECOND)) and _trades(now)
        for cluster, streamer in self._streamers.items():
            self._silence(cluster, streamer, trading)
        for symbol, cluster in BARS.items():
            self._live(symbol)
            self._bar(symbol, self._streamers[cluster], now)
        self._clean()

    def _silence(self, cluster: Cluster, streamer: Streamer, trading: bool) -> None:
        quiet = trading and streamer.quiet_s(self._clock.monotonic()) > self._rules.quiet_s
        code = f"quiet:{cluster}"
        if not quiet:
            self._quiet.discard(cluster)
        elif cluster not in self._quiet:
            self._quiet.add(cluster)
            self.silences += 1
        if quiet:
            text = (
                f"No {WORDS[cluster]} for {self._rules.quiet_s:g} s, though the connection is open: a halt or a "
                "source that hangs; what stands is old."
            )
            self._desk.notice(code, "warning", text)
        elif not trading or streamer.up:
            self._desk.over(code, f"{WORDS[cluster].capitalize()} come again.")

    def _bar(self, symbol: str, streamer: Streamer, now: UnixNanos) -> None:
        """Whether the bar of the minute before is there; a missing one is fetched."""
        if f"AM.{'I:' if symbol == 'SPX' else ''}{symbol}" not in streamer.acked:
            self._due.pop(symbol, None)
            return
        newest = self._translator.minutes.get(symbol, 0)
        ended = now - int(self._rules.bar_s * NANOS_PER_SECOND)
        start = ended - ended % NANOS_PER_MINUTE - NANOS_PER_MINUTE
        before = self._due.setdefault(symbol, now - now % NANOS_PER_MINUTE - NANOS_PER_MINUTE)
        if start > before:
            self._due[symbol] = start
            if start > newest and _trades(start):
                self._repair(BARS[symbol], 2.0 * NANOS_PER_MINUTE / NANOS_PER_SECOND)
                # A minute of which nothing was heard may have no bar, as in a halt; its silence is told.
                if self._traded(symbol, start):
                    text = f"No minute bar of {symbol} came for {to_exchange(start):%H:%M}; it is fetched."
                    self.bars_missed += 1
                    self._desk.notice(f"bar:{symbol}", "warning", text)
                    return
        if now - self._due[symbol] - NANOS_PER_MINUTE > int((self._rules.bar_s + 5.0) * NANOS_PER_SECOND):
            self._desk.over(f"bar:{symbol}", f"The minute bars of {symbol} are there.")

    def _traded(self, symbol: str, start: UnixNanos) -> bool:
        """Whether anything was heard of that minute."""
        return start in self._lived.get(symbol, ())

    def _live(self, symbol: str) -> None:
        """Keep the last two minutes of which a value or print came."""
        newest = self._translator.order.newest("a value" if symbol == "SPX" else "a print", symbol)
        minute = 0 if newest is None else newest - newest % NANOS_PER_MINUTE
        before = self._lived.setdefault(symbol, (0, minute))[1]
        if minute != before:
            self._lived[symbol] = before, minute

    def _clean(self) -> None:
        counts = Counter(self._translator.odd)
        for streamer in self._streamers.values():
            counts += streamer.left_out
        text = self._mishaps.text(counts, self._clock.monotonic())
        if text is not None:
            self._desk.notice("streams", "warning", text)
        else:
            self._desk.over("streams", "Massive's streams are clean again.")


def _trades(instant: UnixNanos) -> bool:
    try:
        return session_at(instant) is not None
    except CalendarRangeError:
        return False
