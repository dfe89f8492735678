"""The dry run: the definitions that need no chain, on days without drift, beside random entries."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spxcc.engines.setups.catalogue.definition import Definition
from spxcc.engines.setups.features.tape import FACTS, Tape
from spxcc.engines.setups.params import RULES, Common
from spxcc.engines.setups.trial.control import random_entries
from spxcc.engines.setups.trial.ending import Endings
from spxcc.engines.setups.trial.noise import noise
from spxcc.engines.setups.trial.play import OPEN, Attempt, Player
from spxcc.engines.setups.trial.sheet import Sheet, Stage
from spxcc.engines.setups.trial.verdict import Row, compared, holm

SEED, OTHER_SEEDS = 20260105, (1, 2, 3)
DAYS, DRAWS = 1500, 20
LEVEL = 0.01
CHAIN_FREE = ("S1", "S3", "S4", "S5", "S6", "S7", "S9", "S10", "S12")
"""S1 with walls by proxy; S2, S8 and S11 need a chain."""


@dataclass(frozen=True, slots=True)
class DryRun:
    """Rows in the order of the definitions; departs: those that do, after Holm's correction at `LEVEL`."""

    seed: int
    days: int
    rows: tuple[Row, ...]
    adjusted_r: dict[str, float]
    adjusted_won: dict[str, float]

    @property
    def departs(self) -> tuple[str, ...]:
        """Kinds whose earnings or wins differ from random entries."""
        found = [kind for kind, p in self.adjusted_r.items() if p < LEVEL]
        return tuple(sorted({*found, *(kind for kind, p in self.adjusted_won.items() if p < LEVEL)}))


def left_open(tape: Tape) -> frozenset[str]:
    """Facts of the chain that a tape has not; the conditions on them are left open."""
    return frozenset(name for name, fact in FACTS.items() if fact.chain and name not in tape.facts)


def chain_free(made: Definition) -> bool:
    """Whether at least one of its levels needs no chain, or only the walls."""
    chain = {name for name, fact in FACTS.items() if fact.chain} - {"PW", "CW"}
    return any(not test.needs & chain for _, test in made.levels)


def attempts_of(
    made: Definition, tape: Tape, stage: Stage, *, shadows: bool = True, common: Common = RULES.common
) -> list[Attempt]:
    """All attempts of one definition on a stack, both sides."""
    endings, ttl = Endings(tape, common), 60.0 * common.ttl_trend_min
    found: list[Attempt] = []
    for sign in made.sides:
        player = Player(Sheet(made, sign, stage, left_open(tape)), common, endings.of, ttl, shadows)
        for row in range(tape.shape[0] if tape.close.ndim > 1 else 1):
            found += player.session(row)
    return found


def dry_run(
    definitions: Sequence[Definition], seed: int, days: int = DAYS, draws: int = DRAWS,
    told: Callable[[str], None] = lambda word: None,
) -> DryRun:  # fmt: skip
    """Plays `definitions` on `days` sessions of the seed. told: hears the name of each when its turn comes."""
    tape = noise(seed, days)
    stage = Stage(tape)
    rows: list[Row] = []
    for made in definitions:
        told(made.kind)
        trades = [
            one for one in attempts_of(made, tape, stage, shadows=False) if one.filled != OPEN and one.gate is None
        ]
        trades = [one for one in trades if one.r is not None and one.r == one.r]
        drawn = None
        if trades:
            lasts = [_bars_of(made, tape, one.filled) for one in trades]
            drawn = random_entries(tape, trades, lasts, draws, seed + 1, RULES.common)
        rows.append(compared(made.code, made.kind, days, trades, drawn))
    return DryRun(
        seed, days, tuple(rows),
        holm({row.kind: row.p_r for row in rows if row.p_r is not None}),
        holm({row.kind: row.p_won for row in rows if row.p_won is not None}),
    )  # fmt: skip


def _bars_of(made: Definition, tape: Tape, filled: int) -> int:
    """How many bars a trade may last by the clock."""
    left = tape.shape[-1] - filled
    bars = left if made.limit.held_s is None else min(left, round(made.limit.held_s / 60))
    return (
        bars if made.limit.before_close_s is None else min(bars, max(1, left - round(made.limit.before_close_s / 60)))
    )
