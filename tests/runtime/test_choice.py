"""The server that is already there."""

import os
import socket
from pathlib import Path

import pytest

from spxcc.runtime.choice import remote_token, running_server
from spxcc.runtime.endpoint import Endpoint, announce
from spxcc.runtime.paths import user_paths


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return tmp_path


def announced(port: int) -> Endpoint:
    endpoint = Endpoint(url=f"ws://127.0.0.1:{port}/ws/prices", pid=os.getpid(), token="secret")
    announce(user_paths().endpoint_file, endpoint)
    return endpoint


def test_o8_the_server_that_runs_already_is_used(home: Path) -> None:
    assert running_server() is None
    with socket.create_server(("127.0.0.1", 0)) as server:
        endpoint = announced(server.getsockname()[1])
        assert running_server() == endpoint
        assert remote_token(None)() == "secret"
        assert remote_token("given")() == "given"


def test_a_server_that_does_not_answer_is_none(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    announced(port)
    assert running_server() is None
    assert remote_token(None)() is None
