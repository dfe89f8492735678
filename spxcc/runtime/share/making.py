"""A pack of a recorded session."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from spxcc import __version__
from spxcc.engines.graph import StepResult
from spxcc.ledger.packs.check import MOST_BYTES, faults
from spxcc.ledger.packs.layout import VERSION, Minute, PackError, PackHeader
from spxcc.ledger.packs.reader import read_pack
from spxcc.ledger.packs.thinning import STEPS, thinned
from spxcc.ledger.packs.writer import write_pack
from spxcc.market.units import UnixNanos
from spxcc.runtime.backend import Backend, BackendOptions
from spxcc.runtime.cli.options import configured
from spxcc.runtime.errors import UserError
from spxcc.runtime.recorded import SessionPlan
from spxcc.runtime.share.sampling import SHARED, MinuteSampler

Tell = Callable[[int, int], None]
"""Is told how many steps were played, and of how many."""


@dataclass(frozen=True, slots=True)
class Made:
    """A pack that was written; size in bytes."""

    path: Path
    size: int
    minutes: int
    header: PackHeader


async def minutes_of(plan: SessionPlan, tell: Tell) -> list[Minute]:
    """The session played through the engines, minute by minute. Raises UserError."""
    backend = Backend(plan, configured(), BackendOptions(speed=None))
    minutes: list[Minute] = []
    sampler = MinuteSampler(backend.hub, minutes.append)
    backend.hub.observers.append(sampler)
    backend.node.listeners.extend((sampler, _Progress(plan, tell)))
    await backend.node.run()
    backend.database.close()
    if backend.node.failure is not None:
        raise UserError(f"expected a session that can be played, found: {backend.node.failure}", 1)
    sampler.end()
    return minutes


def header_of(plan: SessionPlan, notes: tuple[str, ...]) -> PackHeader:
    """What a pack of this session says about itself."""
    assert plan.session is not None, "a recorded session"
    info, progress = plan.session.info, plan.session.progress()
    return PackHeader(
        version=VERSION,
        title=plan.title,
        date=info.date,
        mode=info.mode,
        start_at=info.start_at if plan.start_at is None else plan.start_at,
        end_at=progress.last_step or 0,
        cadence_s=info.cadence_s,
        program=f"spxcc {__version__}",
        notes=notes,
        provenance=info.provenance,
    )


async def make_pack(plan: SessionPlan, out: Path, notes: tuple[str, ...], tell: Tell, limit: bool = True) -> Made:
    """Write the pack of a session to `out`, and check what was written. limit: it is to be shared.

    Raises UserError where it cannot be made, or must not be shared; then nothing is left at `out`.
    """
    _check_new(out)
    return _written(out, header_of(plan, notes), await minutes_of(plan, tell), limit)


def _check_new(out: Path) -> None:
    if out.exists():
        raise UserError(f"expected a new file for the pack, found {out} there; name another or remove it")


def _written(out: Path, header: PackHeader, minutes: list[Minute], limit: bool) -> Made:
    try:
        size, header = _fitted(out, header, minutes, limit)
        found = faults(read_pack(out), SHARED) if limit else []
    except PackError as error:
        raise UserError(str(error)) from None
    if found:
        out.unlink()
        raise UserError(f"this session cannot be shared: {'; '.join(found)}", 1)
    return Made(out, size, len(minutes), header)


def _fitted(out: Path, header: PackHeader, minutes: list[Minute], limit: bool) -> tuple[int, PackHeader]:
    """Written with as many tables of strikes as fit. Raises PackError."""
    for every in STEPS if limit else STEPS[:1]:
        header = msgspec.structs.replace(header, wide_every=every)
        size = write_pack(out, header, thinned(minutes, every))
        if size <= MOST_BYTES:
            break
    return size, header


class _Progress:
    """Tells how far the session was played."""

    def __init__(self, plan: SessionPlan, tell: Tell) -> None:
        self._tell, self._done = tell, 0
        self._of = plan.session.progress().steps if plan.session is not None else 0

    def stepped(self, step: StepResult, as_of: UnixNanos) -> None:
        """A step was published."""
        self._done += 1
        self._tell(self._done, self._of)

    def silent(self, why: str) -> None:
        """Nothing to tell."""
