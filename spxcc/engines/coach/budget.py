"""When the coach may speak: cool-downs, the gap between calls, and the session's budget of interrupts."""

from typing import Literal, TypeAlias

import msgspec

from spxcc.engines.coach import params
from spxcc.engines.coach.draft import Draft
from spxcc.market.units import UnixMillis

Verdict: TypeAlias = Literal["say", "cool-down", "call gap", "budget"]


class Pace(msgspec.Struct, frozen=True):
    """What was said so far. last: by kind and subject, ms. call: subject and instant of the last directional one."""

    interrupts: int = 0
    last: dict[str, UnixMillis] = {}
    call: tuple[str, UnixMillis] | None = None

    def judge(self, draft: Draft, now: UnixMillis) -> Verdict:
        """Whether the draft may be said at `now`, market time."""
        before = self.last.get(_name(draft))
        if before is not None and now - before < params.COOLDOWN_MS[draft.kind]:
            return "cool-down"
        if draft.free:
            return "say"
        if draft.call and self.call is not None:
            subject, at = self.call
            if subject != draft.subject and now - at < params.CALL_GAP_MS:
                return "call gap"
        return "budget" if _interrupts(draft) and self.interrupts >= params.INTERRUPTS else "say"

    def after(self, draft: Draft, now: UnixMillis) -> "Pace":
        """Having said it."""
        return Pace(
            self.interrupts + (_interrupts(draft) and not draft.free),
            {**self.last, _name(draft): now},
            (draft.subject, now) if draft.call else self.call,
        )


def _interrupts(draft: Draft) -> bool:
    return draft.priority != "low"


def _name(draft: Draft) -> str:
    return f"{draft.kind}:{draft.subject}"
