"""A price that wants to be a level, before its touches are counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2s

from spxcc.engines.levels.result import Category
from spxcc.market.units import UnixNanos


@dataclass(frozen=True, slots=True)
class Candidate:
    """kind, label, category, family, scope, source: as in `Level`. rank: 1, 2, 3 … among its kind and scope.

    weight: prior strength 0–1. known_from: since when the price could be known, so that closed bars from then on count
    as touches; `None` = only from now on, because the price moves with the data.
    """

    kind: str
    label: str
    category: Category
    family: str
    price: float
    weight: float
    source: str
    scope: str = "session"
    rank: int = 1
    known_from: UnixNanos | None = None

    @property
    def name(self) -> str:
        """Kind, scope and rank: the same in every session."""
        return f"{self.kind}|{self.scope}|{self.rank}"

    def id(self, session: str) -> str:
        """H(kind, scope, session, rank): neither price nor tick enters."""
        return blake2s(f"{self.kind}|{self.scope}|{session}|{self.rank}".encode(), digest_size=6).hexdigest()


@dataclass(frozen=True, slots=True)
class Found:
    """Candidates of one family, and per sub-family why something lacks."""

    candidates: Sequence[Candidate] = ()
    missing: tuple[tuple[str, str], ...] = ()


def lacking(what: str, why: str) -> Found:
    """Nothing found, with the reason."""
    return Found((), ((what, why),))


def together(parts: Sequence[Found]) -> Found:
    """One `Found` of several, in order."""
    candidates = [candidate for part in parts for candidate in part.candidates]
    return Found(tuple(candidates), tuple(item for part in parts for item in part.missing))
