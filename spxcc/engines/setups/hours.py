"""When setups are looked for, and for how long a thing may last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from spxcc.engines.common import UnixMillis
from spxcc.engines.regime.result import Word
from spxcc.engines.setups.catalogue.definition import USUAL_OPENING_S, Definition
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
    spoken: Mapping[Kind, Definition] = field(default_factory=dict)

    def first_entry(self) -> UnixMillis:
        """Nothing is armed before it."""
        return self.opens + self.rules.common.opening_min * MINUTE_MS

    def last_entry(self, kind: Kind) -> UnixMillis:
        """Nothing is watched from it on."""
        return self.closes - round(1000 * self.spoken[kind].window.before_close_s)

    def armed_until(self, kind: Kind, at: UnixMillis, word: Word) -> UnixMillis:
        """When an armed setup expires: by its own time or by regime, never after the last entry."""
        own = self.spoken[kind].ttl_s
        lives = ttl_min(self.rules.common, word) * MINUTE_MS if own is None else round(1000 * own)
        return min(at + lives, self.last_entry(kind))

    def held_until(self, kind: Kind, filled_at: UnixMillis) -> UnixMillis:
        """The time stop, never after the close."""
        limit = self.spoken[kind].limit
        held, before = limit.held_s, limit.before_close_s
        until = self.closes if held is None else min(filled_at + round(1000 * held), self.closes)
        return until if before is None else min(until, self.closes - round(1000 * before))

    def too_early(self, kind: Kind, at: UnixMillis) -> Check | None:
        """The window as a condition while it is not open yet."""
        if at >= self.first_entry() or self.spoken[kind].window.opens_s != USUAL_OPENING_S:
            return None
        need = f"{clock(self.first_entry())}–{clock(self.last_entry(kind))} ET"
        return Check(name="time", ok=False, value=clock(at), need=need)


def hours_of(session: SessionInfo, rules: Rules, spoken: Sequence[Definition] = ()) -> Hours:
    """Of the session that counts. spoken: the setups, with windows of their own."""
    by_kind = {made.kind: made for made in spoken}
    return Hours(to_millis(session.open_at), to_millis(session.close_at), rules, by_kind)


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
