"""Tokens and users that may not enter any more, from a file that is read again when it changes.

One entry a line, `jti:ID` for a token or `sub:NAME` for all tokens of a user; a line that begins with `#` is a comment.
While the file cannot be read, the last list that could be stays in force.
"""

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path

from spxcc.market.clock import Clock
from spxcc.protocol.identity import Identity

log = logging.getLogger(__name__)

MAX_BYTES = 4 * 1024 * 1024
EVERY_S = 5.0


class RevocationError(ValueError):
    """A list that cannot be used; the text says where and why."""


@dataclass(frozen=True, slots=True)
class Revoked:
    """Ids of tokens and names of users, both compared exactly."""

    tokens: frozenset[str] = frozenset()
    users: frozenset[str] = frozenset()

    def __contains__(self, identity: Identity) -> bool:
        return identity.sub in self.users or identity.token_id in self.tokens


def read_revoked(text: str) -> Revoked:
    """The entries of a list. Raises RevocationError for a line that is none."""
    found: dict[str, set[str]] = {"jti": set(), "sub": set()}
    for number, line in enumerate(text.splitlines(), 1):
        entry = line.strip()
        if not entry or entry.startswith("#"):
            continue
        kind, colon, name = entry.partition(":")
        if not colon or kind not in found or not name:
            raise RevocationError(f"expected jti:ID or sub:NAME in line {number} of the revocation list")
        found[kind].add(name)
    return Revoked(frozenset(found["jti"]), frozenset(found["sub"]))


class RevocationFile:
    """The list in a file. `current` is what is in force; `trouble` why the file as it is now is not."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self.trouble: str | None = None
        self._path = path
        self._clock = clock
        self._seen: tuple[int, int] | None = None
        self.current = Revoked()

    def load(self) -> None:
        """Read it now. Raises RevocationError: then the list in force stays."""
        try:
            status = self._path.stat()
            seen = (status.st_mtime_ns, status.st_size)
            if seen == self._seen:
                return
            if status.st_size > MAX_BYTES:
                raise RevocationError(f"expected a revocation list of at most {MAX_BYTES} bytes")
            self.current = read_revoked(self._path.read_text(encoding="utf-8"))
            self._seen, self.trouble = seen, None
        except OSError as error:
            raise RevocationError(f"expected a readable revocation list, found: {error.strerror}") from None
        except UnicodeDecodeError:
            raise RevocationError("expected a revocation list in UTF-8") from None

    async def watch(self) -> None:
        """Read it again whenever it changed, without end."""
        while True:
            await self._clock.sleep(EVERY_S)
            try:
                await asyncio.to_thread(self.load)
            except RevocationError as error:
                if self.trouble != str(error):
                    log.error("%s; the last one stays in force", error)
                self.trouble = str(error)
