"""Watches the regime, the use of the expected move, and the clock."""

import msgspec

from spxcc.engines.coach import params
from spxcc.engines.coach.desk import Desk
from spxcc.engines.coach.draft import Draft
from spxcc.engines.coach.facts import move_fact, regime_evidence
from spxcc.engines.coach.told import Told, clock, number, percent, tell
from spxcc.engines.regime.result import Word
from spxcc.engines.session.result import STATUS
from spxcc.market.units import to_millis


class SessionSeen(msgspec.Struct, frozen=True):
    """Regime as last seen; how many thresholds of the expected move and of the close are behind; -1 = nothing seen."""

    word: Word | None = None
    used: int = -1
    closing: int = -1


def watch_session(desk: Desk, seen: SessionSeen) -> tuple[list[Draft], SessionSeen]:
    """Drafts of what changed; thresholds that were behind at first sight are not news."""
    drafts: list[Draft] = []
    word = seen.word
    if desk.regime is not None and desk.regime.regime != "undetermined":
        word = desk.regime.regime
        if seen.word is not None and word != seen.word:
            drafts.append(_regime(desk, seen.word, word))
    used = _used(desk, seen.used)
    if seen.used >= 0 and used > seen.used:
        drafts.append(_move(desk, used))
    closing = _closing(desk)
    if desk.open and seen.closing >= 0 and closing > seen.closing:
        drafts.append(_close(desk, closing))
    return drafts, SessionSeen(word, used, closing)


def _used(desk: Desk, before: int) -> int:
    share = None if desk.regime is None else desk.regime.expected_move_used
    if share is None:
        return before
    return max(before, sum(share >= each for each in params.MOVE_USED))


def _closing(desk: Desk) -> int:
    left_ms = to_millis(desk.session.close_at) - desk.now
    return sum(left_ms <= minutes * params.MINUTE_MS for minutes in params.CLOSE_IN_MIN)


def _regime(desk: Desk, before: Word, word: Word) -> Draft:
    evidence = regime_evidence(desk)
    because = Told("") if evidence is None else tell(": {evidence}", evidence=evidence)
    now = clock(desk.of_now(STATUS.name, "now", desk.now))
    told = tell("Regime now {word}, before {old}, {now}{why}.", word=word, old=before, now=now, why=because)
    return Draft(kind="regime", subject="word", type="guidance", priority="low", told=told)


def _move(desk: Desk, reached: int) -> Draft:
    threshold = params.MOVE_USED[reached - 1]
    limit = percent(desk.of_now("coach:message", "move_used", threshold))
    fact = move_fact(desk)
    told = tell("SPX has been {limit} of the session's expected move away from the open; {fact}.", limit=limit, fact=fact or "")
    return Draft(kind="session", subject=f"move{reached}", type="guidance", priority="low", told=told)


def _close(desk: Desk, reached: int) -> Draft:
    left = (to_millis(desk.session.close_at) - desk.now) / params.MINUTE_MS
    told = tell(
        "Close in {left} min, at {at}.",
        left=number(desk.of_now(STATUS.name, "next_close - now, min", left), 0),
        at=clock(desk.of_now(STATUS.name, "next_close", to_millis(desk.session.close_at))),
    )
    return Draft(kind="session", subject=f"close{reached}", type="guidance", priority="low", told=told)
