"""Who is at the other end of a connection."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """`sub` is compared exactly. `tier` names what was paid for. `expires_at`: Unix seconds, `None` = never.

    `token_id`: the `jti` of the token, where it has one.
    """

    sub: str
    tier: str | None = None
    expires_at: float | None = None
    token_id: str | None = None
