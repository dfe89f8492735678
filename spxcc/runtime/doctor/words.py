"""Foreign text made fit to be shown, spans of time in words, close codes and statuses in words."""

from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus

from spxcc.client.redact import redact
from spxcc.protocol.codes import CloseCode

LONGEST = 120
LATEST_S = 253_402_300_799
"""The last second of the year 9999."""

CLOSES: Mapping[int, tuple[str, str]] = {
    CloseCode.NORMAL: ("the server ended it in good order", "Try again; the server is about to stop."),
    CloseCode.GOING_AWAY: ("the server is going away", "Try again once it runs."),
    CloseCode.FRAME_ERROR: ("a broken frame", "Look for a proxy on the way that changes websocket frames."),
    CloseCode.BINARY: ("a binary frame where text is spoken", "Check that the URL names an spxcc server."),
    CloseCode.ABNORMAL: ("the connection broke off", "Look for a proxy or firewall on the way that ends connections."),
    CloseCode.BAD_UTF8: ("text that is no UTF-8", "Look for a proxy on the way that changes websocket frames."),
    CloseCode.TOO_BIG: ("a frame that is too large", "Update spxcc at both ends to one version."),
    CloseCode.INTERNAL: ("an error inside the server", "Look into the server's log; `spxcc info` there names it."),
    CloseCode.RESTART: ("the server restarts", "Try again in ten seconds."),
    CloseCode.TRY_LATER: ("the server is overloaded", "Try again in a minute."),
    CloseCode.PROTOCOL_ERRORS: ("too many protocol errors", "Update spxcc at both ends to one version."),
    CloseCode.UNAUTHORIZED: ("the token is not accepted", "Get a new token from the issuer that the server trusts."),
    CloseCode.FORBIDDEN: ("the token's owner may not enter", "Ask the server's owner to admit this user or tier."),
    CloseCode.AUTH_TIMEOUT: ("no token came in time", "Give one with --token."),
    CloseCode.REPLACED: (
        "a newer connection of this user took the place",
        "Close one of this user's screens; five may be open.",
    ),
    CloseCode.SLOW_READER: ("this reader was too slow", "Check the bandwidth to the server."),
    CloseCode.BAD_POSITION: ("a position that the server does not know", "Try again; the next snapshot is whole."),
    CloseCode.CAPACITY: ("the server is full", "Try again later, or close connections from this address."),
}
REFUSALS: Mapping[int, tuple[str, str]] = {
    401: ("the token is not accepted", "Get a new token from the issuer that the server trusts."),
    403: ("this host, origin or user may not enter", "Use the server's own host name, or ask its owner to admit you."),
    404: ("no websocket at this path", "Use the path /ws/prices; leave the path out to get it."),
    426: ("the server speaks another protocol", "Check that the URL names an spxcc server."),
    429: ("too many attempts from this address", "Wait ten minutes, then come with a good token."),
    502: ("a proxy has no server behind it", "Start the server, or mend the proxy's upstream."),
    503: ("the server is stopping or full", "Try again in ten seconds."),
    504: ("a proxy waits for a server that does not answer", "Start the server, or mend the proxy's upstream."),
}


def clean(text: object, *secrets: str) -> str:
    """One printable line of `text`, not too long, without the secrets and whatever looks like a token."""
    shown = redact(str(text), *secrets)
    line = " ".join("".join(one if one.isprintable() else " " for one in shown).split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def closed_words(code: int, reason: str) -> tuple[str, str]:
    """What a close means, and what to do."""
    words, remedy = CLOSES.get(code, ("a code of no known meaning", "Check that the URL names an spxcc server."))
    said = clean(reason)
    return f"closed with {code}: {words}{f' ({said})' if said else ''}", remedy


def refused_words(status: int) -> tuple[str, str]:
    """What an HTTP status in place of a websocket means, and what to do."""
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "unknown"
    known = REFUSALS.get(status)
    words, remedy = known or ("something else answers there", "Check that the URL names an spxcc server.")
    return f"HTTP {status} {phrase}: {words}", remedy


def span(seconds: float) -> str:
    """`30 ms`, `40 s`, `12 min`, `5 h`, `9 days`."""
    size = abs(seconds)
    if size < 1:
        return f"{size * 1_000:.0f} ms"
    for unit, length in (("days", 86_400), ("h", 3_600), ("min", 60)):
        if size >= 2 * length:
            return f"{size / length:,.0f} {unit}"
    return f"{size:.0f} s" if size >= 10 else f"{size:.1f} s"


def moment(seconds: float) -> str:
    """Unix seconds as `2026-01-05 14:30 UTC`."""
    if not 0 <= seconds <= LATEST_S:
        return f"{seconds:.0f} s after 1970"
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"


def millis(ms: float) -> str:
    """`0.4 ms`, `38 ms`."""
    return f"{ms:.1f} ms" if ms < 10 else f"{ms:,.0f} ms"
