"""A terminal of a real terminal program: tmux, on a socket of its own."""

import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conformance.programs import nobody

SIZES = ((160, 48), (100, 30), (80, 24))


class Pane:
    """One program in a pane of fixed size."""

    def __init__(self, home: Path, size: tuple[int, int]) -> None:
        self._server = ("tmux", "-S", str(home / "tmux"), "-f", "/dev/null")
        self._home, self.size = home, size

    def run(self, *arguments: str) -> None:
        """`spxcc` with `arguments`, the pane stays when it ends."""
        program = shlex.join((sys.executable, "-m", "spxcc", *arguments))
        ended = f"{program}; echo ended with $?; exec sleep 600"
        columns, rows = self.size
        self._tmux("new-session", "-d", "-x", str(columns), "-y", str(rows), "sh", "-c", ended)

    def text(self) -> str:
        """What stands in the pane."""
        return self._tmux("capture-pane", "-p")

    def rows(self) -> list[str]:
        """The same by row, without blanks at their ends."""
        return [row.rstrip() for row in self.text().split("\n")][: self.size[1]]

    def press(self, *keys: str) -> None:
        """Keys as tmux names them."""
        self._tmux("send-keys", *keys)

    def close(self) -> None:
        """End it with all that runs in it."""
        subprocess.run((*self._server, "kill-server"), check=False, capture_output=True, timeout=20)

    def _tmux(self, *arguments: str) -> str:
        done = subprocess.run(
            (*self._server, *arguments), env=nobody(self._home), cwd=self._home, capture_output=True, check=True,
            timeout=20,
        )  # fmt: skip
        return done.stdout.decode()


@contextmanager
def pane(home: Path, size: tuple[int, int]) -> Iterator[Pane]:
    """An empty pane of `size` columns × rows."""
    made = Pane(home, size)
    try:
        yield made
    finally:
        made.close()
