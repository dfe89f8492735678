"""Watches the regime, the use of the expected move, and the clock."""

import msgspec

from spxcc.engines.coach import params
from spxcc.engines.coach.desk import Desk
from spxcc.engines.coach.draft import Draft
from spxcc.engines.coach.facts import regime_evidence
from spxcc.engines.coach.told import Told, clock, number, percent, tell
from spxcc.engines.regime.result import REGIME, Word
from spxcc.engines.session.result import STATUS
from spxcc.market.units import UnixMillis, to_millis


class SessionSeen(msgspec.Struct, frozen=True):
    """What was last spoken of.

    word, word_at: regime, and when it was told (ms). used, closing: how many thresholds of the expected move and of the
    close are behind; -1 = nothing seen.
    """

    word: Word | None = None
    word_at: UnixMillis = 0
    used: int = -1
    closing: int = -1


def watch_session(desk: Desk, seen: SessionSeen) -> tuple[list[Draft], SessionSeen]:
    """Drafts of what changed; thresholds that were behind at first sight are not news."""
    drafts: list[Draft] = []
    word, word_at = seen.word, seen.word_at
    now = None if desk.regime is None or desk.regime.regime == "undetermined" else desk.regime.regime
    if now is not None and word is None:
        word = now
    elif now is not None and word is not None and now != word and desk.now - word_at >= params.REGIME_GAP_MS:
        drafts.append(_regime(desk, word, now))
        word, word_at = now, desk.now
    used = _used(desk, seen.used)
    if seen.used >= 0 and used > seen.used:
        drafts.append(_move(desk, used))
    closing = _closing(desk)
    if desk.open and seen.closing >= 0 and closing > seen.closing:
        drafts.append(_close(desk, closing))
    return drafts, SessionSeen(word, word_at, used, closing)


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
    assert desk.regime is not None, "a threshold needs a share"
    assert desk.regime.expected_move_used is not None, "a threshold needs a share"
    share = percent(desk.of_minutes(REGIME.name, "expected_move_used", desk.regime.expected_move_used))
    told = tell("SPX has been {share} of the session's expected move away from its open.", share=share)
    return Draft(kind="session", subject=f"move{reached}", type="guidance", priority="low", told=told)


def _close(desk: Desk, reached: int) -> Draft:
    left = (to_millis(desk.session.close_at) - desk.now) / params.MINUTE_MS
    told = tell(
        "Close in {left} min, at {at}.",
        left=number(desk.of_now(STATUS.name, "next_close - now, min", left), 0),
        at=clock(desk.of_now(STATUS.name, "next_close", to_millis(desk.session.close_at))),
    )
    return Draft(kind="session", subject=f"close{reached}", type="guidance", priority="low", told=told)
