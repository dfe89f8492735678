"""Runs a command that ends in the terminal app, waits for its screen, presses q, expects exit code 0."""

import fcntl
import os
import pty
import select
import struct
import sys
import termios
from collections.abc import Callable

COLUMNS, ROWS = 160, 48
STARTS_WITHIN_S, ENDS_WITHIN_S, LOOK_S = 600, 30, 0.5


def read(master: int, enough: Callable[[bytes], bool], patience_s: float) -> bytes:
    """Output until `enough`, the end, or that long."""
    seen = b""
    for _ in range(round(patience_s / LOOK_S)):
        while select.select([master], [], [], LOOK_S)[0]:
            try:
                piece = os.read(master, 65_536)
            except OSError:
                return seen
            seen += piece
            if not piece or enough(seen):
                return seen
    return seen


def ending(child: int) -> int | None:
    """Exit code of the child once it ends; `None` if it does not."""
    for _ in range(round(ENDS_WITHIN_S / LOOK_S)):
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        select.select([], [], [], LOOK_S)
    return None


def main(command: str) -> int:
    """0 if the app painted its header, and ended when asked to."""
    child, master = pty.fork()
    if child == 0:
        os.environ["TERM"] = "xterm-256color"
        os.environ.pop("NO_COLOR", None)
        os.execvp("bash", ["bash", "-euo", "pipefail", "-c", command])
    fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    seen = read(master, lambda text: b"SIM" in text and b"SPX" in text and b"GEX" in text, STARTS_WITHIN_S)
    painted = b"SIM" in seen
    print(f"painted: {painted}, {len(seen)} bytes" + ("" if painted else f"\n{seen[-2_000:].decode(errors='replace')}"))
    os.write(master, b"q")
    read(master, lambda _: False, ENDS_WITHIN_S)
    status = ending(child)
    if status is None:
        os.kill(child, 9)
        os.waitpid(child, 0)
        print("it did not end with q")
        return 1
    print(f"exit code {status}")
    return 0 if painted and status == 0 else 1


sys.exit(main(sys.argv[1]))
