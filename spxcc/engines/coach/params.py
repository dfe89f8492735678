"""Constants of the coach."""

from types import MappingProxyType

INTERRUPTS = 6
"""A session's budget of messages that interrupt: alerts and setups of high or medium priority (SETUPS.md 8)."""
MINUTE_MS = 60_000
COOLDOWN_MS = MappingProxyType(
    {"gamma": 10 * MINUTE_MS, "wall": 10 * MINUTE_MS, "walls": 15 * MINUTE_MS, "regime": 0,
     "data": 5 * MINUTE_MS, "setup": 0, "session": 0, "brief": 0, "blackout": 0}
)  # fmt: skip
"""Market time between two messages on one thing, by kind."""
REGIME_GAP_MS = 30 * MINUTE_MS
"""Between two messages on the regime; a change that has gone by then is not told."""
CALL_GAP_MS = 10 * MINUTE_MS
"""Between two messages with a direction on different things."""
PLAIN_LIMIT_MS = 90_000
"""Oldest input of a sentence in regular hours where a feed comes by the minute: the age at which health calls a source
stale."""
LIMIT_MS = MappingProxyType(
    {
        "live": MappingProxyType({"price:SPX": 15_000, "gex:SPX": 15_000}),
        "sim": MappingProxyType({"price:SPX": 15_000, "gex:SPX": 45_000}),
    }
)
"""By mode and channel, where ticks come by the second (ENGINES.md 4, SETUPS.md 8): two polls of the vendor's chain, and
one and a half of the simulator's."""
WALL_SETTLED_MS = MINUTE_MS
"""A wall has moved when it has stood at its new strike for so long."""
TOUCH_E15, TOUCH_LEAST, TOUCH_MOST = 0.10, 0.75, 3.0
"""A touch is within clamp(0.10·E15, 0.75, 3) points (SETUPS.md 1)."""
REARM_E5 = 0.25
"""A touch can come again after a retreat of so many E5 beyond the band (SETUPS.md 10)."""
BEYOND_E15 = 0.25
"""A level is broken by a close so many E15 beyond it."""
SIGN_ENTER, SIGN_LEAVE = 0.6, 0.4
"""The sign of net GEX is that of so many sign models, and stays until under so many."""
MOVE_USED = (0.8, 1.0)
CLOSE_IN_MIN = (60, 15)
HORIZON_MS = MappingProxyType({"alert": 10 * MINUTE_MS, "setup": 30 * MINUTE_MS, "guidance": 30 * MINUTE_MS})
"""How long a message is of use."""
NULL_STRENGTH = 20
"""Claims that the null counts like, before the record of a type moves its forecasts (SETUPS.md 4)."""
MUTE_FROM = 30
"""Decided claims from which on a type of message with negative skill is muted (SETUPS.md 8)."""
TOPICS_MOST = 4
"""Topics answered at once."""
