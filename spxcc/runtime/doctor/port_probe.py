"""Whose port is it: tried by binding, told by /proc where there is one."""

import errno
import os
import pwd
import socket
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

LISTENING = "0A"
MOST_PROCESSES = 5_000


@dataclass(frozen=True, slots=True)
class PortFound:
    """free: whether a server may listen there. trouble: why not, if not because somebody does.

    owner, pid, program: whose it is, as far as this user may know. own: it is this user's announced server.
    """

    host: str
    port: int
    free: bool = False
    trouble: str = ""
    owner: str = ""
    pid: int | None = None
    program: str = ""
    own: bool = False


def probe_port(host: str, port: int, own_port: int | None, own_pid: int | None) -> PortFound:
    """Bind and let go; whoever holds it is named. own_port, own_pid: of this user's running server."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[
            0
        ]
        with closing(socket.socket(family, kind)) as one:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            one.bind(address)
            one.listen(1)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            return PortFound(host, port, trouble=error.strerror or type(error).__name__)
    else:
        return PortFound(host, port, free=True)
    if own_port == port:
        return PortFound(host, port, pid=own_pid, own=True)
    owner, inode = _listener(port, Path("/proc/net"))
    pid, program = (None, "") if not inode else _process(inode, Path("/proc"))
    return PortFound(host, port, owner=owner, pid=pid, program=program)


def _listener(port: int, tables: Path) -> tuple[str, str]:
    """User and inode of the listening socket at `port`."""
    for name in ("tcp", "tcp6"):
        with suppress(OSError):
            for line in (tables / name).read_text(encoding="ascii").splitlines()[1:]:
                fields = line.split()
                if len(fields) > 9 and fields[3] == LISTENING and int(fields[1].rpartition(":")[2], 16) == port:
                    return _user(int(fields[7])), fields[9]
    return "", ""


def _user(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"user {number}"


def _process(inode: str, root: Path) -> tuple[int | None, str]:
    """Process that holds the socket, if it is this user's to see."""
    with suppress(OSError):
        for number in sorted((int(name) for name in os.listdir(root) if name.isdecimal()), reverse=True)[
            :MOST_PROCESSES
        ]:
            with suppress(OSError):
                for one in (root / str(number) / "fd").iterdir():
                    if os.readlink(one) == f"socket:[{inode}]":
                        return number, (root / str(number) / "comm").read_text(
                            encoding="utf-8", errors="replace"
                        ).strip()
    return None, ""
