"""Words from the axes, and their hysteresis."""

from typing import Literal

import msgspec

from spxcc.engines.regime import params
from spxcc.engines.regime.axes import Trend
from spxcc.engines.regime.result import Word


def word_of(trend: Trend | None, gamma: str | None) -> Word:
    """What the evidence of this minute says; without enough of it "undetermined".

    A low efficiency is called ranging only where gamma is not near its flip: there the damping that makes a range is
    itself undetermined.
    """
    if trend is None:
        return "undetermined"
    if trend.broke:
        return "breakout"
    moved = trend.e30 is None or abs(trend.move) >= params.TRENDING_MOVE_E30 * trend.e30
    if trend.efficiency >= params.TRENDING_ER and moved:
        return "trending"
    if trend.e30 is not None and trend.span <= params.COMPRESSION_RANGE_E30 * trend.e30:
        return "compression"
    if trend.efficiency <= params.RANGING_ER and gamma != "near_flip":
        return "ranging"
    return "undetermined"


def direction_of(trend: Trend | None) -> Literal["up", "down", "neutral"]:
    """Sign of a 30-minute move of at least half an E30 that did not only wander."""
    if trend is None or trend.e30 is None or trend.efficiency < params.DIRECTION_ER:
        return "neutral"
    if abs(trend.move) < params.DIRECTION_MOVE_E30 * trend.e30:
        return "neutral"
    return "up" if trend.move > 0 else "down"


class Held(msgspec.Struct, frozen=True):
    """The word in force since `since` (ms), and the challenger with the time it first was said."""

    word: Word = "undetermined"
    since: int | None = None
    challenger: Word | None = None
    challenged: int = 0

    def hear(self, word: Word, now: int) -> "Held":
        """With `word` said at `now`: the first evidence counts at once, a change after `HOLD_MS` without a break."""
        if self.since is None:
            return Held(word, now)
        if word == self.word:
            return Held(self.word, self.since)
        if self.word == "undetermined":
            return Held(word, now)
        if word != self.challenger:
            return Held(self.word, self.since, word, now)
        if now - self.challenged >= params.HOLD_MS:
            return Held(word, now)
        return self
