"""What becomes of what was said: each claim meets the minutes that close after it, until it is false or over."""

import msgspec

from spxcc.engines.coach.forecast import with_outcome
from spxcc.engines.coach.result import Claim, ClaimTally, CoachMessage, CoachRecord, Grade
from spxcc.market.session import SessionInfo
from spxcc.market.snapshot import BarColumns
from spxcc.market.units import UnixMillis, to_millis, to_nanos

MINUTE_MS = 60_000
GRACE_MS = 120_000
"""A minute that is missing so long after a claim is over will not come."""
KEPT = 60


class Standing(msgspec.Struct, frozen=True):
    """A claim that is open. upto: minutes that end at or before it are done with; until: when it is over. ms.

    shadow: of a type that is muted: decided and scored, not told.
    """

    id: str
    ts: UnixMillis
    claim: Claim
    upto: UnixMillis
    until: UnixMillis
    kind: str = ""
    shadow: bool = False


class Claims(msgspec.Struct, frozen=True):
    """Open claims, and those of the session that were decided; in order of being said."""

    open: tuple[Standing, ...] = ()
    done: tuple[Grade, ...] = ()
    tallies: dict[str, ClaimTally] = {}

    def having_said(
        self, message: CoachMessage, session: SessionInfo, kind: str = "", shadow: bool = False
    ) -> "Claims":
        """With the claim of a new message; it is over at the latest when the market closes.

        A close decides from the minute in which it was said on, a trade from the next minute on: when within a minute
        it traded is not known.
        """
        if message.claim is None:
            return self
        minute = message.ts // MINUTE_MS * MINUTE_MS
        upto = minute if message.claim.on == "close" else -(-message.ts // MINUTE_MS) * MINUTE_MS
        until = min(message.expires, to_millis(session.close_at))
        standing = Standing(message.id, message.ts, message.claim, upto, until, kind, shadow)
        return msgspec.structs.replace(self, open=(*self.open, standing))

    def after(self, today: BarColumns | None, now: UnixMillis) -> "Claims":
        """After the minutes that have closed since."""
        if not self.open:
            return self
        left: list[Standing] = []
        done: list[Grade] = []
        tallies = self.tallies
        for one in self.open:
            met = _met(one, today, now)
            if isinstance(met, Grade):
                done += [] if one.shadow else [met]
                if met.outcome in ("false", "stood"):
                    before = tallies.get(one.kind, ClaimTally())
                    tallies = {**tallies, one.kind: with_outcome(before, one.claim, met.outcome == "stood")}
            else:
                left.append(met)
        return self if tuple(left) == self.open else Claims(tuple(left), (*self.done, *done), tallies)

    def record(self) -> CoachRecord:
        """Counts of all, the newest `KEPT` one by one."""
        false, stood, void = (sum(one.outcome == name for one in self.done) for name in ("false", "stood", "void"))
        told = [one for one in self.open if not one.shadow]
        waiting = (Grade(id=one.id, ts=one.ts, outcome="open", at=one.until) for one in told)
        grades = sorted((*self.done, *waiting), key=lambda one: (one.ts, one.id))
        return CoachRecord(
            claims=len(grades), open=len(told), false=false, stood=stood, void=void, grades=tuple(grades[-KEPT:])
        )


def _met(one: Standing, today: BarColumns | None, now: UnixMillis) -> Standing | Grade:
    begin = 0 if today is None else int(today.start.searchsorted(to_nanos(one.upto)))
    upto = one.upto
    for at in range(begin, 0 if today is None else len(today)):
        assert today is not None, "the range is empty without bars"
        start = to_millis(int(today.start[at]))
        if start > upto:
            return Grade(id=one.id, ts=one.ts, outcome="void", at=start)
        if start + MINUTE_MS > one.until:
            break
        upto = start + MINUTE_MS
        price = _price(one.claim, float(today.high[at]), float(today.low[at]), float(today.close[at]))
        if price > one.claim.price if one.claim.above else price < one.claim.price:
            return Grade(id=one.id, ts=one.ts, outcome="false", at=upto, price=price)
    if upto + MINUTE_MS > one.until:
        return Grade(id=one.id, ts=one.ts, outcome="stood", at=one.until)
    if now >= one.until + GRACE_MS:
        return Grade(id=one.id, ts=one.ts, outcome="void", at=one.until)
    return msgspec.structs.replace(one, upto=upto)


def _price(claim: Claim, high: float, low: float, close: float) -> float:
    """What of a minute can make the claim false."""
    return close if claim.on == "close" else high if claim.above else low
