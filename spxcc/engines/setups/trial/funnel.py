"""How many places got how far: armed, blocked by which gate, triggered, filled, and how they ended."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from spxcc.engines.setups.trial.play import OPEN, Attempt

CLOSED = ("target", "stop", "ambiguous", "time", "feed_void", "no_fill", "expired", "invalidated", "missed")


@dataclass
class Funnel:
    """Counts of one setup. blocked: by gate; shadow_won, shadow_lost: of those, resolved all the same."""

    kind: str
    sessions: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    blocked: dict[str, int] = field(default_factory=dict)
    shadow_won: int = 0
    shadow_lost: int = 0

    def add(self, attempts: Iterable[Attempt]) -> None:
        """The attempts of one more session."""
        self.sessions += 1
        for one in attempts:
            if one.gate is not None:
                self.blocked[one.gate] = self.blocked.get(one.gate, 0) + 1
                self.shadow_won += one.outcome == "target"
                self.shadow_lost += one.outcome in ("stop", "ambiguous")
                continue
            reached = ["armed", *(["triggered"] if one.triggered != OPEN else [])]
            reached += ["filled"] if one.filled != OPEN else []
            for stage in (*reached, *([one.outcome] if one.outcome in CLOSED else [])):
                self.counts[stage] = self.counts.get(stage, 0) + 1

    def as_object(self) -> Mapping[str, object]:
        """For JSON."""
        return {
            "kind": self.kind, "sessions": self.sessions, "counts": self.counts, "blocked": self.blocked,
            "shadow": {"won": self.shadow_won, "lost": self.shadow_lost},
        }  # fmt: skip
