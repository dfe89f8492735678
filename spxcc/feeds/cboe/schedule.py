"""When to ask again: pure arithmetic on the clock's time and what came of the last question."""

from zlib import crc32

from spxcc.feeds.cboe.params import PollRules
from spxcc.market.session import session_info
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos

_DOUBLINGS = 20


def near_session(now: UnixNanos, rules: PollRules) -> bool:
    """Whether the delayed quotes are moving, or soon will. Raises CalendarRangeError."""
    session = session_info(now)
    begin, end = session.open_at - _nanos(rules.lead), session.close_at + _nanos(rules.tail)
    return begin <= now < end


def pause_after_answer(now: UnixNanos, rules: PollRules, good_for_s: float, key: str) -> float:
    """Seconds until the next question: a pause by the time of day, not shorter than the answer stays good.

    At idle times it ends when the next session comes near. key: names the question; another key, another jitter.
    Raises CalendarRangeError.
    """
    if near_session(now, rules):
        pause = rules.interval
    else:
        near_at = session_info(now).next_open - _nanos(rules.lead)
        pause = min(rules.idle, max(rules.interval, (near_at - now) / NANOS_PER_SECOND))
    return _lengthened(max(pause, min(good_for_s, rules.idle)), rules, key)


def pause_after_trouble(rules: PollRules, failures: int, answered: bool, asked_s: float | None, key: str) -> float:
    """Seconds until the next question after `failures` (1 or more) in a row: twice as long each time, to a bound.

    answered: the vendor was reached, so the pauses begin with the usual interval. asked_s: what the vendor asked for.
    """
    first = rules.interval if answered else rules.retry
    pause = min(rules.retry_max, first * 2.0 ** min(failures - 1, _DOUBLINGS))
    return _lengthened(max(pause, min(asked_s or 0.0, rules.retry_after_max)), rules, key)


def _lengthened(pause: float, rules: PollRules, key: str) -> float:
    return pause * (1.0 + rules.jitter * crc32(key.encode()) / 2**32)


def _nanos(seconds: float) -> int:
    return int(seconds * NANOS_PER_SECOND)
