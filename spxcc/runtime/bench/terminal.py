"""A pseudo terminal with a program in it: what it writes is read at once, and counted."""

import fcntl
import os
import re
import select
import struct
import subprocess
import termios
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from spxcc.market.clock import Clock

CHUNK, WORDS = 65_536, 200
CONTROL = re.compile(rb"\x1b\[[0-9;?]*[a-zA-Z]")


@dataclass(slots=True)
class Run:
    """written: bytes that came out of the pty. marks: seconds until each text first stood in its output.

    report: what the program wrote to the descriptor it was handed. code: its exit code. last: its last words.
    """

    written: int = 0
    marks: dict[str, float] = field(default_factory=dict)
    report: bytes = b""
    code: int = 0
    last: str = ""


def environment(home: Path) -> dict[str, str]:
    """A user without settings, in a terminal with all colours, whose compiled modules are kept."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SPXCC_", "XDG_", "TEXTUAL"))}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return {**kept, "HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor"}


def run_in_pty(
    command: Callable[[int], Sequence[str]],
    size: tuple[int, int],
    home: Path,
    clock: Clock,
    seen: Callable[[bytes], Sequence[str]] = lambda text: (),
    enough: Callable[[Run], bool] = lambda run: False,
    limit_s: float = 120.0,
    heard: Callable[[bytes, float], None] = lambda output, at: None,
) -> Run:
    """Run `command(descriptor)` in a pty of `size` columns × rows until it ends, `enough` says so, or `limit_s`.

    seen: names of the texts that stand in the output so far. heard: gets each piece of it, and when it came.

    Raises:
        TimeoutError: at the limit.
    """
    master, slave = os.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    reader, writer = os.pipe()
    begun = clock.monotonic()
    child = subprocess.Popen(
        command(writer), stdin=slave, stdout=slave, stderr=slave, pass_fds=(writer,), start_new_session=True,
        env=environment(home),
    )  # fmt: skip
    os.close(slave)
    os.close(writer)
    run, text, report = Run(), bytearray(), bytearray()
    open_ones = {master, reader}
    try:
        while open_ones and not enough(run):
            if clock.monotonic() - begun > limit_s:
                raise TimeoutError(f"expected the measured program to end within {limit_s:.0f} s")
            for one in select.select(list(open_ones), [], [], 0.5)[0]:
                got = _read(one)
                if not got:
                    open_ones.discard(one)
                elif one == reader:
                    report += got
                else:
                    run.written += len(got)
                    heard(got, clock.monotonic())
                    text = (text + got)[-2 * CHUNK :]
                    for name in seen(bytes(text)):
                        run.marks.setdefault(name, clock.monotonic() - begun)
    finally:
        if child.poll() is None and (open_ones or enough(run)):
            child.terminate()
        run.code = child.wait()
        os.close(master)
        os.close(reader)
    run.report = bytes(report)
    run.last = last_words(bytes(text))
    return run


def last_words(output: bytes) -> str:
    """The last line with a word in it, without colours."""
    lines = CONTROL.sub(b"", output).decode(errors="replace").splitlines()
    return next((line.strip() for line in reversed(lines) if line.strip()), "")[:WORDS]


def _read(descriptor: int) -> bytes:
    """The next bytes; nothing once the other end is gone."""
    try:
        return os.read(descriptor, CHUNK)
    except OSError:
        return b""
