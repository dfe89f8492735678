"""Lines of a pack."""

from pathlib import Path

import msgspec

from spxcc.ledger.database import LedgerError
from spxcc.market.feed import Mode
from spxcc.market.units import UnixNanos

MAGIC = b"SPXPACK\n"
SUFFIX = ".spxpack"
VERSION = 1


class PackError(LedgerError):
    """The pack cannot be used; the text says what was found and what to do."""


class PackHeader(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """title: of the session. mode: how its market came. start_at: market time from which it is paced. end_at: its last
    step. cadence_s: market seconds between two steps. program: who computed it. notes: of the one who made the pack.
    provenance: where the events came from, one sentence each. wide_every: minutes between two tables of strikes.
    """

    version: int
    title: str
    date: str
    mode: Mode
    start_at: UnixNanos
    end_at: UnixNanos
    cadence_s: float
    program: str
    notes: tuple[str, ...] = ()
    provenance: tuple[str, ...] = ()
    wide_every: int = 1


class Changed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Of a collection: members that are new or other than before, keys of those that left, and the order of all keys
    where new ones do not come last."""

    put: tuple[msgspec.Raw, ...] = ()
    gone: tuple[str, ...] = ()
    order: tuple[str, ...] = ()


class Minute(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What was published up to the step `at`, by channel. reasons: why a channel has no newer value. as_of: of the
    newest frame of a channel here, where that was before `at`."""

    at: UnixNanos
    state: dict[str, msgspec.Raw] = {}
    delta: dict[str, Changed] = {}
    events: dict[str, tuple[msgspec.Raw, ...]] = {}
    reasons: dict[str, str] = {}
    as_of: dict[str, UnixNanos] = {}


class Last(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many minutes stand before it."""

    minutes: int


def is_pack(path: Path) -> bool:
    """Whether the file begins as a pack does."""
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False
