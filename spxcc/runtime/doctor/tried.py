"""What a step of a probe brought: how long it took, or why it did not work."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Why: TypeAlias = Literal[
    "", "name", "refused", "timeout", "unreachable", "plain", "expired", "early", "host", "untrusted", "broken"
]
"""name: no such host. plain: no TLS is spoken there. expired, early, host, untrusted: of the certificate."""


@dataclass(frozen=True, slots=True)
class Tried:
    """why: "" if it worked. said: how the system put it."""

    took_ms: float = 0.0
    why: Why = ""
    said: str = ""
