"""The age halo: which numbers are older than their source renews them, and how they are told."""

from collections.abc import Mapping

from spxcc.engines.basis.result import BASIS
from spxcc.engines.regime.result import REGIME
from spxcc.engines.session.result import STATUS
from spxcc.ui import format as words
from spxcc.ui.frame import Frame
from spxcc.ui.why import CADENCES, chain_age_ms, data_age_ms, mode_word, silence_limit_ms, silence_ms

CADENCE_MS: Mapping[str, int] = {"price:VIX": 15_000, REGIME.name: 60_000, BASIS.name: 5_000}
"""How often a value is renewed where that is not with every price."""
CHAIN_MS = 60_000
"""Of the quotes that gamma is computed from."""
DELAYED_MS = 60_000
"""Delayed quotes are fetched once a minute. They are old by nature, so there the time since they came counts."""


def limit_ms(frame: Frame, channel: str) -> float:
    """Age from which a value of `channel` is old: three of its cadences, and never less than the price's limit."""
    own = CHAIN_MS if channel.startswith("gex:") else CADENCE_MS.get(channel, 0)
    own = max(own, DELAYED_MS) if mode_word(frame) == "DELAYED" else own
    return max(silence_limit_ms(frame), float(CADENCES * own))


def is_old(frame: Frame, channel: str) -> bool:
    """Whether the value of `channel` is older than it may be while its market is open."""
    status = frame.source.get(STATUS)
    if status is not None and status.status != "open":
        return False
    age = silence_ms(frame, channel) if mode_word(frame) == "DELAYED" else _age_ms(frame, channel)
    return age is not None and age > limit_ms(frame, channel)


def haloed(frame: Frame, channel: str, role: str) -> str:
    """`role`, or `stale` for a number that is old: it dims, and the age beside it says why."""
    return "stale" if is_old(frame, channel) else role


def age_run(frame: Frame, channel: str, old: bool) -> tuple[str, str]:
    """` 3s`, dim; ` 41s old` once it is."""
    age = _age_ms(frame, channel)
    return (f" {words.age(age)} old", "warn") if old else (f" {words.age(age)}", "dim")


def _age_ms(frame: Frame, channel: str) -> float | None:
    """Of gamma the age of its quotes, however new the computation is."""
    return chain_age_ms(frame) if channel.startswith("gex:") else data_age_ms(frame, channel)
