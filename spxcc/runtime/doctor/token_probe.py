"""What stands in a token, and what the server's own check of tokens says of it."""

import asyncio
import base64
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, TypeAlias
from urllib.parse import urlsplit

import msgspec

from spxcc.market.clock import Clock
from spxcc.runtime.config import Config
from spxcc.runtime.doctor.words import clean
from spxcc.runtime.errors import UserError

VERIFY_S = 4.0
MAX_BYTES = 8_192
Source: TypeAlias = Literal["option", "running", "none"]
"""Where the token is from: --token (or the URL's), this user's running server, nowhere."""


@dataclass(frozen=True, slots=True)
class TokenSeen:
    """A token looked at without a key. header, claims: `None` where it is no JWT."""

    size: int
    header: Mapping[str, Any] | None = field(default=None, repr=False)
    claims: Mapping[str, Any] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class TokenWanted:
    """What this machine's settings ask of a token.

    configured: whether there are any. kids: of the key set, `None` = there is no set, or kids_trouble says why not.
    """

    configured: bool = False
    algorithms: tuple[str, ...] = ()
    issuer: str | None = None
    audience: str | None = None
    jwks: str = ""
    kids: tuple[str, ...] | None = None
    kids_trouble: str = ""


@dataclass(frozen=True, slots=True)
class TokenFound:
    """refused: code and reason of the server's check, `None` = accepted, if `checked`. trouble: it could not check."""

    source: Source
    seen: TokenSeen | None = None
    wanted: TokenWanted = TokenWanted()
    checked: bool = False
    refused: tuple[str, str] | None = None
    trouble: str = ""


def look(token: str) -> TokenSeen:
    """Header and claims of a JWT, unverified."""
    size = len(token.encode(errors="replace"))
    parts = token.split(".")
    if size > MAX_BYTES or not token.isascii() or len(parts) != 3 or not all(parts):
        return TokenSeen(size)
    header, claims = _part(parts[0]), _part(parts[1])
    return TokenSeen(size) if header is None or claims is None else TokenSeen(size, header, claims)


def wanted_of(config: Config) -> TokenWanted:
    """The settings, without the key set."""
    settings = config.settings
    jwks = settings.jwks
    if config.secret("jwt_secret") is None and jwks is None:
        return TokenWanted()
    where = "" if jwks is None else urlsplit(jwks).netloc.rpartition("@")[2] or Path(jwks).name
    return TokenWanted(True, settings.jwt_algorithms, settings.jwt_issuer, settings.jwt_audience, clean(where))


async def probe_token(token: str | None, source: Source, config: Config, clock: Clock) -> TokenFound:
    """Look at the token, and let the server's own code verify it where settings of an issuer stand here."""
    wanted = wanted_of(config)
    if not token:
        return TokenFound("none", None, wanted)
    seen = look(token)
    if not wanted.configured or source == "running":
        return TokenFound(source, seen, wanted)
    if config.settings.jwks is not None:
        kids, trouble = await _kids(config.settings.jwks)
        wanted = replace(wanted, kids=kids, kids_trouble=trouble)
    return await _verified(TokenFound(source, seen, wanted, checked=True), token, config, clock)


async def _verified(found: TokenFound, token: str, config: Config, clock: Clock) -> TokenFound:
    # Only who has settings of an issuer pays for the backend's import, which is where the server's check is made.
    from spxcc.gateway.interfaces import AuthError
    from spxcc.gateway.jwks import JwksUnavailable
    from spxcc.runtime.backend import authenticator

    try:
        async with asyncio.timeout(VERIFY_S):
            await authenticator(config, clock, no_auth=False).verify(token)
    except AuthError as error:
        return replace(found, refused=(error.code, clean(error.reason, token)))
    except (UserError, JwksUnavailable) as error:
        return replace(found, checked=False, trouble=clean(error, token))
    except TimeoutError:
        return replace(found, checked=False, trouble=f"no key of the issuer within {VERIFY_S:g} s")
    return found


async def _kids(jwks: str) -> tuple[tuple[str, ...] | None, str]:
    """Ids of the issuer's keys, or why they cannot be had."""
    import httpx

    from spxcc.gateway.jwks import JwksUnavailable, from_file, from_url, read_keys

    try:
        async with httpx.AsyncClient() as client:
            remote = jwks.startswith(("http://", "https://"))
            fetch = from_url(jwks, client) if remote else from_file(Path(jwks))
            return tuple(sorted(read_keys(await fetch()))), ""
    except (JwksUnavailable, ValueError) as error:
        return None, clean(error)


def _part(text: str) -> Mapping[str, Any] | None:
    try:
        found = msgspec.json.decode(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, msgspec.MsgspecError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
