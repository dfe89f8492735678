"""When setups are looked for, and for how long a thing may last."""

from dataclasses import dataclass

from spxcc.engines.common import UnixMillis
from spxcc.engines.regime.result import Word
from spxcc.engines.setups.params import MINUTE_MS, Common, Kind, Rules
from spxcc.engines.setups.result import Check
from spxcc.market.session import SessionInfo, to_exchange
from spxcc.market.units import to_millis, to_nanos


@dataclass(frozen=True, slots=True)
class Hours:
    """The session's edges in ms, and the rules that count from them: a half day shortens every clock by itself."""

    opens: UnixMillis
    closes: UnixMillis
    rules: Rules

    def first_entry(self) -> UnixMillis:
        """Nothing is armed before it."""
        return self.opens + self.rules.common.opening_min * MINUTE_MS

    def last_entry(self, kind: Kind) -> UnixMillis:
        """Nothing is watched from it on."""
        return self.closes - self.rules.of(kind).last_entry_min * MINUTE_MS

    def armed_until(self, kind: Kind, at: UnixMillis, word: Word) -> UnixMillis:
        """When an armed setup expires: by regime, never after the last entry."""
        return min(at + ttl_min(self.rules.common, word) * MINUTE_MS, self.last_entry(kind))

    def held_until(self, kind: Kind, filled_at: UnixMillis) -> UnixMillis:
        """The time stop, never after the close."""
        return min(filled_at + self.rules.of(kind).time_stop_min * MINUTE_MS, self.closes)

    def too_early(self, kind: Kind, at: UnixMillis) -> Check | None:
        """The window as a condition while it is not open yet."""
        if at >= self.first_entry():
            return None
        need = f"{clock(self.first_entry())}–{clock(self.last_entry(kind))} ET"
        return Check(name="time", ok=False, value=clock(at), need=need)


def hours_of(session: SessionInfo, rules: Rules) -> Hours:
    """Of the session that counts."""
    return Hours(to_millis(session.open_at), to_millis(session.close_at), rules)


def ttl_min(common: Common, word: Word) -> int:
    """Minutes an armed setup lives; where the regime is undetermined the shortest."""
    match word:
        case "ranging":
            return common.ttl_range_min
        case "compression":
            return common.ttl_compression_min
    return common.ttl_trend_min


def clock(at: UnixMillis) -> str:
    """ "10:00" exchange time."""
    return f"{to_exchange(to_nanos(at)):%H:%M}"
