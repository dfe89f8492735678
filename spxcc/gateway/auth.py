"""Who a token belongs to: verified here, never by asking somebody per connection."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import jwt

from spxcc.gateway.interfaces import AuthError, KeySet
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos
from spxcc.protocol.identity import Identity
from spxcc.protocol.names import is_reserved

MAX_TOKEN_BYTES = 8_192
MIN_SECRET_BYTES = 32
MAX_SUB = 128
SYMMETRIC = frozenset({"HS256"})
ASYMMETRIC = frozenset({"RS256", "ES256"})


@dataclass(frozen=True, slots=True)
class TokenRules:
    """What a token must look like.

    algorithms: the only ones accepted, whatever the token's header asks for. issuer, audience: required claims where
    set. leeway_s: for `exp` and `nbf`. tier_claim: dotted path of the tier (`app_metadata.tier`). tiers, roles: values
    that may enter, `None` = all (a token without a tier then has tier `None`).
    """

    algorithms: frozenset[str] = frozenset({"HS256"})
    issuer: str | None = None
    audience: str | None = None
    leeway_s: float = 10.0
    tier_claim: str = "tier"
    tiers: frozenset[str] | None = None
    roles: frozenset[str] | None = None


@dataclass(frozen=True)
class TokenAuthenticator:
    """Tokens signed with a configured secret (HS256, at least 32 bytes) or a key of `keys` (RS256, ES256).

    wall: the time that `exp` and `nbf` are compared with.
    """

    rules: TokenRules
    wall: Callable[[], UnixNanos]
    secret: bytes | None = field(default=None, repr=False)
    keys: KeySet | None = None
    anonymous: Identity | None = None
    loopback_only: bool = False

    def __post_init__(self) -> None:
        unknown = self.rules.algorithms - SYMMETRIC - ASYMMETRIC
        if unknown or not self.rules.algorithms:
            raise ValueError(f"expected algorithms of HS256, RS256, ES256, found {sorted(self.rules.algorithms)}")
        if self.rules.algorithms & SYMMETRIC and len(self.secret or b"") < MIN_SECRET_BYTES:
            raise ValueError(f"expected a secret of at least {MIN_SECRET_BYTES} bytes for HS256; generate a longer one")
        if self.rules.algorithms & ASYMMETRIC and self.keys is None:
            raise ValueError("expected a JWKS file or URL for RS256 and ES256, found none; name one or drop these")

    async def verify(self, token: str) -> Identity:
        """Whose token it is. Raises AuthError."""
        header = _header(token)
        algorithm = header.get("alg")
        if not isinstance(algorithm, str) or algorithm not in self.rules.algorithms:
            raise AuthError(
                "token_invalid", f"expected a token signed with {' or '.join(sorted(self.rules.algorithms))}"
            )
        if "crit" in header:
            raise AuthError("token_invalid", "the token's header has critical extensions, which are not supported")
        key = await self._key(header, algorithm)
        return self._identity(self._claims(token, key, algorithm))

    async def _key(self, header: Mapping[str, Any], algorithm: str) -> Any:
        if algorithm in SYMMETRIC:
            return self.secret
        assert self.keys is not None
        kid = header.get("kid")
        return await self.keys.key(kid if isinstance(kid, str) else None, algorithm)

    def _claims(self, token: str, key: Any, algorithm: str) -> Mapping[str, Any]:
        required = ["exp", "sub"]
        required += ["iss"] if self.rules.issuer is not None else []
        required += ["aud"] if self.rules.audience is not None else []
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=[algorithm],
                audience=self.rules.audience,
                issuer=self.rules.issuer,
                options={
                    "require": required,
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                    "verify_aud": self.rules.audience is not None,
                },
            )
        except jwt.PyJWTError as error:
            raise AuthError("token_invalid", _words(error)) from None
        return claims

    def _identity(self, claims: Mapping[str, Any]) -> Identity:
        now = self.wall() / NANOS_PER_SECOND
        expires, starts = claims["exp"], claims.get("nbf")
        if not _is_number(expires) or (starts is not None and not _is_number(starts)):
            raise AuthError("token_invalid", "expected exp and nbf as numbers")
        if now >= expires + self.rules.leeway_s:
            raise AuthError("token_expired", "the token has expired; get a new one")
        if starts is not None and now < starts - self.rules.leeway_s:
            raise AuthError("token_invalid", "the token is not valid yet; compare the clocks of issuer and server")
        sub = claims["sub"]
        if not isinstance(sub, str) or not 0 < len(sub) <= MAX_SUB:
            raise AuthError("token_invalid", f"expected sub as text of 1 to {MAX_SUB} characters")
        if is_reserved(sub):
            raise AuthError("token_invalid", f"expected another sub than {sub!r}: public channels are called so")
        token_id = claims.get("jti")
        return Identity(sub, self._tier(claims), float(expires), token_id if isinstance(token_id, str) else None)

    def _tier(self, claims: Mapping[str, Any]) -> str | None:
        if self.rules.roles is not None and claims.get("role") not in self.rules.roles:
            raise AuthError("forbidden", "the token's role may not enter")
        found: Any = claims
        for name in self.rules.tier_claim.split("."):
            found = found.get(name) if isinstance(found, Mapping) else None
        tier = found if isinstance(found, str) else None
        if self.rules.tiers is not None and tier not in self.rules.tiers:
            raise AuthError("forbidden", f"expected tier {' or '.join(sorted(self.rules.tiers))}")
        return tier


def _header(token: str) -> Mapping[str, Any]:
    """The unverified header of a token that is not too long to be looked at."""
    if not token:
        raise AuthError("token_missing", "expected a token, found none")
    if len(token) > MAX_TOKEN_BYTES or not token.isascii():
        raise AuthError("token_invalid", f"expected a token of at most {MAX_TOKEN_BYTES} ASCII characters")
    try:
        return jwt.get_unverified_header(token)
    except jwt.PyJWTError:
        raise AuthError("token_invalid", "expected a signed JWT of three parts") from None


def _words(error: jwt.PyJWTError) -> str:
    """What is wrong, without a piece of the token in it."""
    match error:
        case jwt.InvalidSignatureError():
            return "the signature does not fit the configured key"
        case jwt.InvalidIssuerError():
            return "the token was issued by somebody else (iss)"
        case jwt.InvalidAudienceError():
            return "the token is meant for somebody else (aud)"
        case jwt.MissingRequiredClaimError():
            return f"the token lacks the claim {error.claim}"
        case _:
            return "the token cannot be verified"


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15
