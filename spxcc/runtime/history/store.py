"""Packs of recorded sessions, made once for each program version and kept beside the recordings."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

from spxcc.ledger.packs.layout import SUFFIX, PackError, is_pack
from spxcc.ledger.packs.reader import Pack, read_header, read_pack
from spxcc.ledger.recording.library import sessions
from spxcc.runtime.errors import UserError
from spxcc.runtime.paths import Paths
from spxcc.runtime.recorded import SessionPlan, plan_session
from spxcc.runtime.share.making import header_of, make_pack

FOLDER = "history"
Tell = Callable[[str, int, int], None]
"""Is told of which session how many steps were played, and of how many."""


def packs_of(sources: tuple[str, ...], paths: Paths, first: str, last: str, tell: Tell) -> Iterator[Pack]:
    """Packs of the sessions from `first` to `last` (ISO dates, both included), the oldest first.

    sources: session files, names, or packs; none = everything that was recorded. Raises UserError for one that cannot
    be read; a recording of the folder that cannot is left out, and told as one of 0 steps.
    """
    found: list[tuple[str, str, Path, SessionPlan | None]] = []
    for path in _files(sources, paths):
        try:
            plan = None if is_pack(path) else plan_session(path)
            header = read_header(path) if plan is None else header_of(plan, ())
        except (UserError, PackError) as error:
            if sources:
                raise UserError(str(error)) from None
            tell(f"left out {path.stem}: {error}", 0, 0)
            continue
        if first <= header.date <= last:
            found.append((header.date, path.stem, path, plan))
    for _, _, path, plan in sorted(found, key=lambda one: one[:2]):
        yield read_pack(path) if plan is None else _made(plan, path, paths.state / FOLDER, tell)


def _files(sources: tuple[str, ...], paths: Paths) -> list[Path]:
    if not sources:
        return sessions(paths.sessions)
    # Only who names sessions pays for the names.
    from spxcc.runtime.cli.sessions import session_path

    return [session_path(each) for each in sources]


def _made(plan: SessionPlan, path: Path, folder: Path, tell: Tell) -> Pack:
    """The kept pack, if it is of this program and of the whole session; else a new one."""
    kept, wanted = folder / f"{path.stem}{SUFFIX}", header_of(plan, ())
    try:
        if kept.exists() and read_header(kept) == wanted:
            return read_pack(kept)
    except PackError:
        pass
    kept.unlink(missing_ok=True)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    asyncio.run(make_pack(plan, kept, (), lambda done, of: tell(path.stem, done, of), limit=False))
    return read_pack(kept)
