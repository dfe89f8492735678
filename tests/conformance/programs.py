"""The program itself as a process of a user without settings."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import TypeVar

T = TypeVar("T")
PATIENCE_S, LOOK_S = 30.0, 0.1


def nobody(home: Path) -> dict[str, str]:
    """Environment of a user whose home is empty, with a terminal of all colours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SPXCC_", "XDG_", "TEXTUAL"))}
    kept.pop("NO_COLOR", None)
    kept.pop("MASSIVE_API_KEY", None)
    runtime = home / "run"
    runtime.mkdir(mode=0o700, exist_ok=True)
    terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "SPXCC_PORT": "0"}
    return {**kept, "HOME": str(home), "XDG_RUNTIME_DIR": str(runtime), **terminal}


@contextmanager
def started(home: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """`spxcc` with `arguments`, its standard error in `home/err`; ended by Ctrl-C."""
    with (home / "err").open("wb") as err:
        command = (sys.executable, "-m", "spxcc", *arguments)
        child = subprocess.Popen(command, env=nobody(home), cwd=home, stdout=subprocess.DEVNULL, stderr=err)
        try:
            yield child
        finally:
            child.send_signal(signal.SIGINT)
            child.wait(timeout=20)


def awaited(look: Callable[[], T | None], what: Callable[[], str], patience_s: float = PATIENCE_S) -> T:
    """What `look` comes to, once that is something. what: told where it never is."""
    pause = Event()
    for _ in range(round(patience_s / LOOK_S)):
        found = look()
        if found is not None:
            return found
        pause.wait(LOOK_S)
    raise TimeoutError(what())


def holding(text: Callable[[], str], *words: str) -> str:
    """The text once it holds all of `words`."""
    seen = ""

    def look() -> str | None:
        nonlocal seen
        seen = text()
        return seen if all(word in seen for word in words) else None

    return awaited(look, lambda: f"expected {words}, found:\n{seen}")


def without(text: Callable[[], str], word: str) -> str:
    """The text once it no longer holds `word`."""
    seen = ""

    def look() -> str | None:
        nonlocal seen
        seen = text()
        return None if word in seen else seen

    return awaited(look, lambda: f"expected no {word!r}, found:\n{seen}")
