"""The tables of a session file, and what it says about itself."""

import sqlite3
from collections.abc import Sequence

import msgspec

from spxcc.market.feed import Mode
from spxcc.market.units import UnixNanos

APPLICATION = 0x53505863
STEPS: tuple[str, ...] = (
    """
    CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
    CREATE TABLE blocks (first INTEGER PRIMARY KEY, events INTEGER NOT NULL, until INTEGER NOT NULL,
        body BLOB NOT NULL) STRICT;
    CREATE TABLE minutes (minute INTEGER PRIMARY KEY, events INTEGER NOT NULL, price REAL, frames INTEGER NOT NULL,
        digest TEXT NOT NULL) STRICT;
    CREATE TABLE checkpoints (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, at INTEGER NOT NULL, first INTEGER NOT NULL,
        code TEXT NOT NULL, body BLOB NOT NULL) STRICT;
    CREATE INDEX checkpoints_at ON checkpoints (kind, at);
    CREATE TABLE gaps (start INTEGER NOT NULL, until INTEGER NOT NULL, what TEXT NOT NULL) STRICT
    """,
)
"""The first script makes version 1, each further one the next."""
SUFFIX = ".spxcc"


class SessionInfo(msgspec.Struct, frozen=True, kw_only=True):
    """Said when a recording begins.

    feed, mode, title: of the feed that was recorded. date: ISO trading date of its first step. start_at: market time
    from which a replay is paced; what was before it came at once. cadence_s: market seconds between two steps.
    recorded_at: of the machine's clock. program, python, machine: who computed the digest. inputs: JSON of what the
    engines were given beside the market. provenance: where the events come from, one sentence each. run: names the
    run in the ledger, also where it goes on later.
    """

    feed: str
    mode: Mode
    title: str
    date: str
    start_at: UnixNanos
    cadence_s: float
    recorded_at: UnixNanos
    program: str
    python: str = ""
    machine: str = ""
    inputs: str = ""
    provenance: tuple[str, ...] = ()
    run: str = ""


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a recording has come. first_step, last_step: `as_of` of the steps. frames, digest: of what was published
    up to the last step. whole: number of steps that the digest takes in, `None` = all: what follows a pause of the
    recording cannot be computed again. closed: it was ended in order. failure: why it stopped before its feed did."""

    events: int = 0
    steps: int = 0
    first_step: UnixNanos | None = None
    last_step: UnixNanos | None = None
    frames: int = 0
    digest: str = ""
    kinds: dict[str, int] = {}
    whole: int | None = None
    closed: bool = False
    failure: str = ""


def migrate(connection: sqlite3.Connection, steps: Sequence[str] = STEPS) -> None:
    """Bring a new or an older file up to the last of `steps`, all or nothing."""
    have = connection.execute("PRAGMA user_version").fetchone()[0]
    if have >= len(steps):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in steps[have:]:
            for statement in filter(None, (part.strip() for part in step.split(";"))):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {len(steps)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
