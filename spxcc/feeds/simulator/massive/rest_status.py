"""Market status and holidays: `/v1/marketstatus/…`."""

from datetime import UTC, datetime, timedelta
from datetime import date as Date

from spxcc.feeds.simulator.massive.answer import Row
from spxcc.market.session import CalendarRangeError, at_exchange, hours, session_info, to_exchange
from spxcc.market.units import NANOS_PER_MILLI, UnixMillis

GROUPS = (
    "s_and_p", "societe_generale", "cgi", "msci", "ftse_russell", "mstar", "mstarc", "nasdaq", "dow_jones", "cccy",
)  # fmt: skip
EXCHANGES = ("NASDAQ", "NYSE", "OTC")
AHEAD_DAYS = 366


def now(instant: UnixMillis) -> Row:
    """The status at an instant."""
    info = session_info(instant * NANOS_PER_MILLI)
    word = {"open": "open", "pre-market": "extended-hours", "after-hours": "extended-hours"}.get(info.phase, "closed")
    indices = "closed" if word == "closed" else "open"
    return {
        "afterHours": info.phase == "after-hours",
        "earlyHours": info.phase == "pre-market",
        "market": word,
        "serverTime": to_exchange(instant * NANOS_PER_MILLI).isoformat(timespec="seconds"),
        "exchanges": {"nasdaq": word, "nyse": word, "otc": word},
        "currencies": {"crypto": "open", "fx": "open" if word != "closed" else "closed"},
        "indicesGroups": dict.fromkeys(GROUPS, indices),
    }


def upcoming(instant: UnixMillis) -> list[Row]:
    """Holidays and early closes of the next twelve months, one row an exchange."""
    first = Date.fromisoformat(to_exchange(instant * NANOS_PER_MILLI).date().isoformat())
    rows: list[Row] = []
    for ahead in range(AHEAD_DAYS):
        date = (first + timedelta(days=ahead)).isoformat()
        try:
            session = hours(date)
            name = session_info(at_exchange(date, "12:00")).holiday
        except CalendarRangeError:
            break
        if session is None and name is not None:
            rows += [{"date": date, "exchange": one, "name": name, "status": "closed"} for one in EXCHANGES]
        if session is not None and session.half_day:
            open_at, close = _utc(session.open_at), _utc(session.close_at)
            rows += [
                {"date": date, "exchange": one, "name": "Early Close", "status": "early-close",
                 "open": open_at, "close": close}
                for one in EXCHANGES
            ]  # fmt: skip
    return rows


def _utc(nanos: int) -> str:
    return datetime.fromtimestamp(nanos // 10**9, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
