"""Files and directories of this user, the port, and what is installed beside the program."""

import os
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from spxcc.ledger.alerts import ALERTS
from spxcc.ledger.bookmarks import BOOKMARKS
from spxcc.ledger.plans import PLANS
from spxcc.runtime.config import Config
from spxcc.runtime.doctor.port_probe import PortFound, probe_port
from spxcc.runtime.doctor.words import clean
from spxcc.runtime.endpoint import Endpoint
from spxcc.runtime.events import load_events
from spxcc.runtime.paths import Paths

SCHEMAS = (ALERTS, BOOKMARKS, PLANS)
EXTRAS: Mapping[str, str] = {"resvg-py": "shots", "textual-serve": "web"}
"""Packages and the extras that bring them."""


@dataclass(frozen=True, slots=True)
class DirectoryFound:
    """exists: else it will be made, in `writable` = may it. free_bytes: of the disk, `None` = not known."""

    path: Path
    exists: bool
    writable: bool
    free_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class LedgerFound:
    """versions: of its tables by noun. newer: nouns of a version that this program does not know."""

    path: Path
    exists: bool = False
    trouble: str = ""
    newer: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LocalFound:
    """config_trouble: why the settings cannot be read. events: rules in the calendar, and what was left out of it."""

    config_file: Path
    config_exists: bool
    config_trouble: str
    state: DirectoryFound
    runtime: DirectoryFound
    port: PortFound
    ledger: LedgerFound
    events: int
    event_problems: tuple[str, ...] = ()
    extras: Mapping[str, str | None] = field(default_factory=dict)


def probe_local(paths: Paths, config: Config, config_trouble: str, server: Endpoint | None) -> LocalFound:
    """Look; nothing is made or changed. server: this user's running one."""
    book = load_events(paths.events_file)
    settings = config.settings
    return LocalFound(
        paths.config_file,
        paths.config_file.exists(),
        config_trouble,
        probe_directory(paths.state),
        probe_directory(paths.runtime),
        probe_port(
            settings.host,
            settings.port,
            None if server is None else server.port,
            None if server is None else server.pid,
        ),
        probe_ledger(paths.ledger_file),
        len(book.rules),
        tuple(map(clean, book.problems)),
        {name: _version(name) for name in EXTRAS},
    )


def probe_directory(path: Path) -> DirectoryFound:
    """May files be made there, or may it be made."""
    place = path
    while not place.exists() and place != place.parent:
        place = place.parent
    writable = place.is_dir() and os.access(place, os.W_OK | os.X_OK)
    try:
        free = shutil.disk_usage(place).free
    except OSError:
        free = None
    return DirectoryFound(path, path.is_dir(), writable, free)


def probe_ledger(path: Path) -> LedgerFound:
    """Open it for reading alone."""
    if not path.exists():
        return LedgerFound(path)
    known = {schema.name: len(schema.steps) for schema in SCHEMAS}
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=1.0)) as connection:
            tables = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'versions'").fetchone()
            rows = connection.execute("SELECT name, version FROM versions").fetchall() if tables[0] else []
    except sqlite3.Error as error:
        return LedgerFound(path, True, clean(error))
    return LedgerFound(path, True, "", tuple(name for name, number in rows if number > known.get(name, number)))


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
