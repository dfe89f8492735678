"""Whose data these are: the market's own, late, or made up."""

from urllib.parse import urlsplit

from spxcc.feeds.massive.address import OWN_DOMAINS
from spxcc.market.feed import Mode


def is_own_host(url: str) -> bool:
    """Whether an address is Massive's own, over TLS."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return False
    return parts.scheme in ("https", "wss") and any(
        host == domain or host.endswith(f".{domain}") for domain in OWN_DOMAINS
    )


def mode_of(url: str, ws_url: str, *, simulator: bool, delayed: bool | None) -> Mode:
    """What the screen calls data from these hosts.

    simulator: an answer carried the header of one. delayed: whether answers were; `None` = nobody answered yet, and
    what is not known to be in real time is not called so.
    """
    if simulator or not (is_own_host(url) and is_own_host(ws_url)):
        return "sim"
    return "live" if delayed is False else "delayed"


def place(url: str) -> str:
    """Host and port of an address, for everybody's eyes."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    shown = f"[{host}]" if ":" in host else host
    return shown if parts.port is None else f"{shown}:{parts.port}"
