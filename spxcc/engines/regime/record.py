"""What followed each word: half hours, one at a time, counted forward against the move that was expected."""

from collections.abc import Mapping

import msgspec

from spxcc.engines.common import UnixMillis
from spxcc.engines.regime import params
from spxcc.engines.regime.result import Word, WordCount, WordRecord
from spxcc.market.snapshot import LastPrice
from spxcc.market.units import to_millis
from spxcc.quant.statistics import wilson_interval


class Half(msgspec.Struct, frozen=True):
    """A half hour that began in `word` at the price `spot`, with its E30 in points; `at` is its end, ms."""

    word: Word
    at: UnixMillis
    spot: float
    e30: float


class Following(msgspec.Struct, frozen=True):
    """Of one session. open: the half hour that is not over; counts: those that are, by word."""

    open: Half | None = None
    counts: dict[str, WordCount] = {}

    def met(self, last: LastPrice | None, now: UnixMillis) -> "Following":
        """A half hour that is over meets the first price from then on; one that has none in time is not counted."""
        half = self.open
        if half is None or now < half.at:
            return self
        late = now - half.at > params.LATE_MS
        if not late and (last is None or to_millis(last.ts_event) < half.at - params.LAG_MS):
            return self
        if late or last is None:
            return Following(None, self.counts)
        before = self.counts.get(half.word, WordCount(word=half.word))
        beyond = before.beyond + (abs(last.price - half.spot) > half.e30)
        after = WordCount(word=half.word, n=before.n + 1, beyond=beyond)
        return Following(None, {**self.counts, half.word: after})

    def begun(
        self, word: Word, spot: float | None, e30: float | None, now: UnixMillis, close: UnixMillis
    ) -> "Following":
        """With a new half hour if none is open, the word says something, and the session lasts as long."""
        end = now + params.HALF_HOUR_MS
        if self.open is not None or word == "undetermined" or spot is None or e30 is None or end > close:
            return self
        return Following(Half(word, end, spot, e30), self.counts)


def added(*parts: Mapping[str, WordCount]) -> dict[str, WordCount]:
    """Sums by word."""
    sums: dict[str, WordCount] = {}
    for part in parts:
        for word, one in part.items():
            so_far = sums.get(word, WordCount(word=one.word))
            sums[word] = WordCount(word=one.word, n=so_far.n + one.n, beyond=so_far.beyond + one.beyond)
    return sums


def records(counts: Mapping[str, WordCount]) -> tuple[WordRecord, ...]:
    """Of each word that was met, by name; the share stands beside its sample, interval and null."""
    found: list[WordRecord] = []
    for _, one in sorted(counts.items()):
        bounds = wilson_interval(one.beyond, one.n)
        if bounds is not None:
            low, high = (round(bound, 4) for bound in bounds)
            share = round(one.beyond / one.n, 4)
            found.append(WordRecord(word=one.word, n=one.n, beyond=one.beyond, share=share, low=low, high=high))
    return tuple(found)
