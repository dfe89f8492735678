"""SPY minute bars shown as SPX, where the files hold no index values."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spxcc.feeds.files.bars import MinuteBars
from spxcc.feeds.files.quoted import QuotedChain
from spxcc.market.session import SessionHours, hours, previous_session, to_exchange
from spxcc.market.units import NANOS_PER_DAY, NANOS_PER_MINUTE, UnixNanos

TOO_OLD_NS = 4 * NANOS_PER_DAY
"""A ratio that is older than a long weekend is none."""
APART_NS = 5 * NANOS_PER_MINUTE
"""An index value and a SPY bar that starts this long before it are not of one time."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """SPX = SPY × `ratio`, known from `known_at` on; `label` goes with every bar, `text` says where it comes from."""

    ratio: float
    known_at: UnixNanos
    label: str
    text: str


def find_mapping(spy: MinuteBars, chain: QuotedChain | None, session: SessionHours) -> Mapping | str:
    """The ratio of the index value printed beside an SPX chain to SPY at that time, or why there is none."""
    if chain is None or chain.underlying_price is None:
        return "no SPX chain with its index value was given"
    printed_at = index_time(chain.quoted_at)
    at = int(np.searchsorted(spy.start, printed_at, side="left")) - 1
    if at < 0 or printed_at - int(spy.start[at]) > APART_NS:
        return f"the SPY bars do not reach {to_exchange(printed_at):%Y-%m-%d %H:%M} ET, the time of the index value"
    if session.open_at - printed_at > TOO_OLD_NS:
        return f"the index value of {to_exchange(printed_at):%Y-%m-%d %H:%M} ET is too old for {session.date}"
    close = float(spy.close[at])
    ratio = chain.underlying_price / close
    text = (
        f"SPX is mapped from SPY minute bars by {chain.underlying_price:.2f}/{close:.2f} = {ratio:.4f} "
        f"({to_exchange(int(spy.start[at])):%Y-%m-%d %H:%M} ET): no index values in these files."
    )
    return Mapping(ratio, chain.quoted_at, f"SPY × {ratio:.4f}", text)


def index_time(quoted_at: UnixNanos) -> UnixNanos:
    """When the index had the value printed beside a chain: outside the sessions it is the last close's."""
    day = to_exchange(quoted_at).date().isoformat()
    session = hours(day)
    if session is None or quoted_at < session.open_at:
        session = hours(previous_session(day))
    assert session is not None, "previous_session gives sessions only"
    return min(quoted_at, session.close_at)


def latest(chains: Sequence[QuotedChain], session: SessionHours) -> dict[str, QuotedChain]:
    """By underlying, the newest chain that was quoted before `session` closed."""
    found: dict[str, QuotedChain] = {}
    for chain in sorted(chains, key=lambda each: each.quoted_at):
        if chain.quoted_at < session.close_at:
            found[chain.underlying] = chain
    return found
