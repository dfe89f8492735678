"""Who may enter a server that serves this machine alone: holders of the token of the run, or everybody."""

import secrets

from spxcc.gateway.interfaces import AuthError
from spxcc.protocol.identity import Identity

TIER = "local"


class LocalAuthenticator:
    """A random token per run, without claims: who holds it may enter, from this machine only.

    It is no JWT, because nobody but this process has to read it, and it lives as long as the run.
    """

    loopback_only = True
    anonymous: Identity | None = None

    def __init__(self, sub: str = "local", token: str | None = None) -> None:
        self._identity = Identity(sub, TIER)
        self._token = token if token is not None else secrets.token_urlsafe(32)

    def token(self) -> str:
        """The token of this run."""
        return self._token

    async def verify(self, token: str) -> Identity:
        """Whose token it is. Raises AuthError."""
        if not token:
            raise AuthError("token_missing", "expected a token, found none")
        if not secrets.compare_digest(token.encode(errors="replace"), self._token.encode()):
            raise AuthError("token_invalid", "expected the token of this run; `spxcc info` says which server runs")
        return self._identity


class NoAuth:
    """Everybody on this machine may enter, token or not."""

    loopback_only = True

    def __init__(self, sub: str = "local") -> None:
        self.anonymous: Identity | None = Identity(sub, TIER)

    async def verify(self, token: str) -> Identity:
        """The one identity there is."""
        return self.anonymous if self.anonymous is not None else Identity("local")
