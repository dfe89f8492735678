"""The endpoint file: where the running server of this user listens, and its token."""

import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from spxcc.runtime.paths import write_private


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """`url` of the websocket, process id and token of a server of this user."""

    url: str
    pid: int
    token: str

    @property
    def port(self) -> int:
        """The port it listens on."""
        return urlsplit(self.url).port or 0


def announce(path: Path, endpoint: Endpoint) -> None:
    """Write the file, for this user alone."""
    write_private(path, msgspec.json.encode(endpoint).decode())


def withdraw(path: Path, pid: int) -> None:
    """Remove the file if it is still that of process `pid`."""
    found = _read(path)
    if found is not None and found.pid == pid:
        path.unlink(missing_ok=True)


def running(path: Path, owner_of: Callable[[int], int | None]) -> Endpoint | None:
    """The announced server if its process lives and is this user's; a token never goes to a port of somebody else.

    owner_of: user id of a living process, `None` if there is none.
    """
    found = _read(path)
    if found is None or owner_of(found.pid) != os.getuid():
        return None
    return found


def process_owner(pid: int) -> int | None:
    """User id of a living process, `None` if it is gone."""
    try:
        return Path(f"/proc/{pid}").stat().st_uid
    except OSError:
        return _owner_by_signal(pid)


def _owner_by_signal(pid: int) -> int | None:
    # Without /proc a process that may be signalled is this user's.
    if Path("/proc/self").exists():
        return None
    try:
        os.kill(pid, 0)
    except OSError:
        return None
    return os.getuid()


def _read(path: Path) -> Endpoint | None:
    try:
        if path.stat().st_uid != os.getuid():
            return None
        return msgspec.json.decode(path.read_bytes(), type=Endpoint)
    except (OSError, msgspec.MsgspecError):
        return None
