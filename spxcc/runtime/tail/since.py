"""The instant of `--since`: `15m` before now, `14:30` of the session's day, or an ISO time. Market time."""

import re
from dataclasses import dataclass

from spxcc.market.session import at_exchange, to_exchange
from spxcc.market.units import NANOS_PER_MILLI, UnixMillis, to_millis
from spxcc.runtime.cli.options import instant_of
from spxcc.runtime.errors import UserError

_BACK = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)([smh])")
_CLOCK = re.compile(r"\d{2}:\d{2}(:\d{2})?")
_MS = {"s": 1_000, "m": 60_000, "h": 3_600_000}


@dataclass(frozen=True, slots=True)
class Since:
    """Exactly one of the three."""

    back_ms: int | None = None
    clock: str | None = None
    instant_ms: UnixMillis | None = None

    def at(self, now_ms: UnixMillis) -> UnixMillis:
        """The instant, where the market stands at `now_ms`. Raises UserError for a clock time that no day has."""
        if self.instant_ms is not None:
            return self.instant_ms
        if self.back_ms is not None:
            return now_ms - self.back_ms
        day = to_exchange(now_ms * NANOS_PER_MILLI).date().isoformat()
        return to_millis(at_exchange(day, self.clock or ""))


def since_of(text: str) -> Since:
    """What `text` means. Raises UserError."""
    stripped = text.strip()
    back = _BACK.fullmatch(stripped)
    if back is not None:
        return Since(back_ms=round(float(back[1]) * _MS[back[2]]))
    if _CLOCK.fullmatch(stripped):
        try:
            at_exchange("2025-01-02", stripped)
        except ValueError:
            raise UserError(f"expected a time of day such as 14:30, found {stripped[:24]!r}") from None
        return Since(clock=stripped)
    try:
        instant = instant_of(stripped)
    except UserError as error:
        raise UserError(f"{error}; or 15m (before now), 14:30 (exchange time today)") from None
    assert instant is not None
    return Since(instant_ms=to_millis(instant))
