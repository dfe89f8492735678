"""The halves of a server that the benchmark starts: a frame for a byte, over a real bus."""

import subprocess
import sys
from pathlib import Path

import pytest

from spxcc.runtime.bench.clients_server import FRAMES
from tests.fakes.nats import NatsServer

MODULE = [sys.executable, "-m", "spxcc.runtime.bench.gateways_child"]


@pytest.mark.slow
def test_a_gateway_has_what_its_engine_was_told_to_publish(tmp_path: Path) -> None:
    pytest.importorskip("nats", reason="needs nats-py: pip install -e '.[dev]'")
    from websockets.sync.client import connect

    server = NatsServer(tmp_path)
    server.start()
    pipe = subprocess.PIPE
    with (
        subprocess.Popen([*MODULE, "engine", server.url, "300"], stdin=pipe, stdout=pipe) as engine,
        subprocess.Popen([*MODULE, "gateway", server.url], stdin=pipe, stdout=pipe) as gateway,
    ):
        assert engine.stdout is not None
        assert gateway.stdout is not None
        assert engine.stdin is not None
        assert engine.stdout.readline() == b"ready\n"
        port = int(gateway.stdout.readline())
        with connect(f"ws://127.0.0.1:{port}/ws/prices") as socket:
            socket.send(f'{{"type":"subscribe","channels":["{FRAMES.name}"]}}')
            while '"synced"' not in str(socket.recv(timeout=10.0)):
                continue
            engine.stdin.write(b"ppp")
            engine.stdin.flush()
            frames = [str(socket.recv(timeout=10.0)) for _ in range(3)]
        assert [f'"seq":{seq}' in frame for seq, frame in enumerate(frames, 2)] == [True, True, True]
        assert all(len(frame) == 300 for frame in frames)
        engine.kill()
        gateway.kill()
    server.end()
