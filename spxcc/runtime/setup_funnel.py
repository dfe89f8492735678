"""Funnels of setups over recorded sessions or days without drift."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from spxcc.engines.setups.catalogue.definition import Definition
from spxcc.engines.setups.result import BadWick
from spxcc.engines.setups.trial.dry_run import SEED, attempts_of, chain_free
from spxcc.engines.setups.trial.funnel import Funnel
from spxcc.engines.setups.trial.noise import noise
from spxcc.engines.setups.trial.recorded import tape_of
from spxcc.engines.setups.trial.sheet import Stage
from spxcc.runtime.setup_days import recorded_days

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Funnels:
    """source: what was played. skipped: setups that need a chain. wicks: bad ones by session; short: half days."""

    source: str
    funnels: tuple[Funnel, ...]
    skipped: tuple[str, ...]
    wicks: tuple[tuple[str, BadWick], ...] = ()
    short: tuple[str, ...] = ()
    gaps: tuple[tuple[str, int], ...] = ()


def funnel_of_noise(definitions: Sequence[Definition], days: int, told: Told) -> Funnels:
    """On `days` sessions without drift."""
    tape = noise(SEED, days)
    stage, made = Stage(tape), [one for one in definitions if chain_free(one)]
    funnels: list[Funnel] = []
    for one in made:
        told(one.kind)
        funnel = Funnel(one.kind)
        funnel.add(attempts_of(one, tape, stage))
        funnel.sessions = days
        funnels.append(funnel)
    return Funnels(f"{days} days without drift, seed {SEED}", tuple(funnels), _skipped(definitions))


def funnel_of_bars(definitions: Sequence[Definition], path: Path, days: int, told: Told) -> Funnels:
    """On the first `days` sessions of a file that have one before them. Raises DataFileError, UserError."""
    made = [one for one in definitions if chain_free(one)]
    funnels = {one.kind: Funnel(one.kind) for one in made}
    wicks: list[tuple[str, BadWick]] = []
    short: list[str] = []
    gaps: list[tuple[str, int]] = []
    played = 0
    for day in recorded_days(path):
        if day.before is None:
            continue
        if played >= days:
            break
        played += 1
        told(f"{day.hours.date}, {played} sessions")
        tape, cut = tape_of(day)
        wicks += [(day.hours.date, wick) for wick in cut]
        short += [day.hours.date] if day.hours.half_day else []
        missing = (day.hours.close_at - day.hours.open_at) // 60_000_000_000 - len(day.bars)
        gaps += [(day.hours.date, int(missing))] if missing else []
        stage = Stage(tape)
        for one in made:
            funnels[one.kind].add(attempts_of(one, tape, stage))
    source = f"{played} sessions of {path.name}"
    return Funnels(source, tuple(funnels.values()), _skipped(definitions), tuple(wicks), tuple(short), tuple(gaps))


def _skipped(definitions: Sequence[Definition]) -> tuple[str, ...]:
    return tuple(one.kind for one in definitions if not chain_free(one))
