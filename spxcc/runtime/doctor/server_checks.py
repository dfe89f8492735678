"""What a server's answers mean: address, connection, TLS, routes, websocket, hello, round trip."""

from statistics import median

from spxcc.protocol.messages import PROTOCOL_VERSION
from spxcc.runtime.doctor.check import Check, fail, ok, skip, warn
from spxcc.runtime.doctor.http_probe import HttpFound
from spxcc.runtime.doctor.server_probe import ServerFound
from spxcc.runtime.doctor.socket_probe import SocketFound
from spxcc.runtime.doctor.target import Target
from spxcc.runtime.doctor.tried import Tried
from spxcc.runtime.doctor.words import clean, closed_words, millis, moment, refused_words, span

SOON_DAYS = 21
SLOW_MS = 250.0
BEFORE = "not tried, because a step before it did not work"
NAMES = ("url.dns", "url.tcp", "url.tls", "url.health", "url.ready", "url.websocket", "url.hello", "url.round_trip")
_CERTIFICATE = {
    "expired": "Renew the server's certificate.",
    "early": "Compare this machine's clock with the real time; the certificate is not valid yet.",
    "host": "Use the host name that the certificate is for, or get one for this name.",
    "untrusted": "Let the server send its whole chain, or name its authority in SSL_CERT_FILE.",
    "broken": "Let the server speak TLS 1.2 or newer.",
}


def server_checks(target: Target, found: ServerFound, token_given: bool, now_s: float) -> list[Check]:
    """All checks of one server. now_s: Unix seconds, for the certificate."""
    socket = found.socket if found.tried_socket else None
    return [
        dns_check(target, found),
        tcp_check(target, found.tcp, found.proxy),
        tls_check(target, found, now_s),
        health_check(found.health),
        ready_check(found.ready),
        websocket_check(target, socket),
        hello_check(socket, token_given, now_s),
        round_trip_check(socket),
    ]


def nobody_checks() -> list[Check]:
    """No server was named and none runs."""
    remedy = "Start `spxcc` or `spxcc serve`, or name a server by --url."
    return [skip("url.dns", "no server of this user runs and none was named", remedy)]


def dns_check(target: Target, found: ServerFound) -> Check:
    """Does the host have an address."""
    name, tried = "url.dns", found.dns
    if found.proxy is not None:
        return skip(name, f"the proxy {found.proxy} looks the name up")
    if tried is None:
        return skip(name, "not tried in time")
    if tried.why:
        return fail(
            name, f"{target.host}: {tried.said}", "an address for the host",
            "Check the spelling of the host and this machine's name service.",
        )  # fmt: skip
    shown = ", ".join(found.addresses[:3])
    return ok(name, shown if found.addresses == (target.host,) else f"{target.host} is {shown}")


def tcp_check(target: Target, tried: Tried | None, proxy: str | None) -> Check:
    """Does somebody listen."""
    name = "url.tcp"
    if tried is None:
        return skip(name, BEFORE if proxy is None else f"goes by the proxy {proxy}")
    if not tried.why:
        return ok(name, f"{target.place} takes connections ({millis(tried.took_ms)})")
    expected = f"a server at {target.place}"
    if tried.why == "refused":
        return fail(name, tried.said, expected, "Start the server there, or name the port that `spxcc info` shows.")
    return fail(name, tried.said, expected, "Check host, port and the firewalls between here and there.")


def tls_check(target: Target, found: ServerFound, now_s: float) -> Check:
    """Is the certificate good, and for how long."""
    name, tried, certificate = "url.tls", found.tls, found.certificate
    if not target.secure:
        return skip(name, "no TLS in this URL")
    if tried is None:
        return skip(name, BEFORE if found.proxy is None else f"goes by the proxy {found.proxy}")
    if tried.why == "plain":
        return fail(
            name, f"no TLS is spoken there ({tried.said})", f"TLS at {target.place}",
            f"Use {'ws' if target.secure else 'wss'}://{target.place}, or let a proxy before the server speak TLS.",
        )  # fmt: skip
    if tried.why or certificate is None:
        return fail(
            name, tried.said or "no certificate", f"a valid certificate for {target.host}",
            _CERTIFICATE.get(tried.why, "Let the server send a certificate."),
        )  # fmt: skip
    left = certificate.until_s - now_s
    text = f"{certificate.version}, certificate of {certificate.issuer} until {moment(certificate.until_s)}"
    if left < SOON_DAYS * 86_400:
        return warn(name, f"{text}, {span(left)} from now", f"{SOON_DAYS} days or more", "Renew it before it ends.")
    return ok(name, f"{text} ({millis(tried.took_ms)})")


def health_check(found: HttpFound | None) -> Check:
    """Does it say that it lives."""
    name, expected = "url.health", "HTTP 200 from /healthz"
    if found is None:
        return skip(name, BEFORE)
    if found.status == 200 and found.ours:
        return ok(name, f"/healthz is good ({millis(found.took_ms)})")
    if not found.status:
        return fail(name, found.trouble, expected, "Check that the URL names an spxcc server, and ws:// or wss://.")
    if found.status == 429:
        return fail(name, "HTTP 429: too many failed tokens from this address", expected, "Wait ten minutes.")
    return warn(
        name, f"HTTP {found.status}{'' if found.ours else ', not in the words of spxcc'}", expected,
        "Check that the URL names an spxcc server and that a proxy lets /healthz through.",
    )  # fmt: skip


def ready_check(found: HttpFound | None) -> Check:
    """Does it have values."""
    name, expected = "url.ready", "HTTP 200 from /readyz"
    if found is None:
        return skip(name, BEFORE)
    if found.status == 200 and found.ours:
        return ok(name, "/readyz: status and first price are there")
    if found.status == 503 and found.ours:
        missing = ", ".join(found.missing)
        return warn(
            name, f"no value yet of {missing}", expected,
            "Wait a few seconds; if it stays so, the server's feed brings nothing: see its screen or log.",
        )  # fmt: skip
    return warn(
        name, found.trouble or f"HTTP {found.status}", expected,
        "Check that the URL names an spxcc server and that a proxy lets /readyz through.",
    )  # fmt: skip


def websocket_check(target: Target, found: SocketFound | None) -> Check:
    """Does the upgrade work."""
    name, expected = "url.websocket", f"a websocket at {target.path}"
    if found is None:
        return skip(name, BEFORE)
    if found.opened_ms is not None:
        return ok(name, f"open ({millis(found.opened_ms)})")
    if found.status is not None:
        words, remedy = refused_words(found.status)
        return fail(name, words, expected, remedy)
    if found.trouble is None:
        return skip(name, "not finished in time")
    other = "wss" if not target.secure else "ws"
    return fail(name, found.trouble, expected, f"Check that the URL names an spxcc server; try {other}://.")


def hello_check(found: SocketFound | None, token_given: bool, now_s: float) -> Check:
    """Does the server let us in."""
    name, expected = "url.hello", "hello"
    if found is None or found.opened_ms is None:
        return skip(name, BEFORE)
    hello = found.hello
    if hello is not None and hello.v != PROTOCOL_VERSION:
        return fail(
            name, f"version {hello.v} of the protocol", f"version {PROTOCOL_VERSION}",
            "Update spxcc at both ends to one version.",
        )  # fmt: skip
    if hello is not None:
        ends = hello.auth.expires_at
        until = "" if ends is None else f", token ends in {span(ends - now_s)}"
        tier = "" if hello.tier is None else f" ({clean(hello.tier)})"
        return ok(name, f"{clean(hello.server)}, data {clean(hello.mode)}, as {clean(hello.user)}{tier}{until}")
    if found.closed is not None:
        words, remedy = closed_words(*found.closed)
        said = "" if found.error is None else f"; it said: {found.error[1]}"
        if not token_given and found.closed[0] in (4401, 4408):
            remedy = "Give a token with --token."
        return fail(name, words + said, expected, remedy)
    if found.trouble is not None:
        return fail(name, found.trouble, expected, "Check that the URL names an spxcc server.")
    if found.silent and not token_given:
        return fail(name, "the server waits for a token, none was given", expected, "Give a token with --token.")
    return fail(name, "nothing was said", expected, "Look into the server's log: its check of tokens does not answer.")


def round_trip_check(found: SocketFound | None) -> Check:
    """How far away is it."""
    name = "url.round_trip"
    if found is None or found.hello is None:
        return skip(name, BEFORE)
    if not found.pings_ms:
        return fail(name, "no answer to a ping", "an answer within a second", "Look into the server's log.")
    p50, count = median(found.pings_ms), len(found.pings_ms)
    text = f"{millis(p50)} p50 of {count}, worst {millis(max(found.pings_ms))}"
    if p50 > SLOW_MS:
        return warn(name, text, f"{SLOW_MS:.0f} ms or less", "Use a server that is nearer, or another network.")
    return ok(name, text)
