"""`spxcc doctor`."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from spxcc import __version__
from spxcc.runtime.cli.main import cli
from tests.runtime.doctor.test_network_probe import closed_port


def test_f62_one_object_with_every_check_and_its_remedy(home: Path) -> None:
    result = CliRunner().invoke(cli, ["doctor", "--json"])
    told = json.loads(result.stdout)
    assert (told["ok"], told["spxcc"], result.exit_code) == (True, __version__, 0)
    assert {check["group"] for check in told["checks"]} == {"token", "url", "upstream", "clock", "terminal", "local"}
    for check in told["checks"]:
        assert set(check) == {"group", "id", "state", "found", "expected", "remedy"}
        assert check["state"] not in ("warn", "fail") or check["remedy"]
    assert not any(home.rglob("*.db"))


def test_f62_for_people_there_are_groups_and_a_sum() -> None:
    result = CliRunner().invoke(cli, ["doctor"])
    lines = result.stdout.splitlines()
    assert (lines[0], result.exit_code) == ("Token", 0)
    assert lines[-1].endswith("nothing stands in the way")
    assert "\x1b" not in result.stdout


def test_f62_a_server_out_of_reach_is_exit_code_3() -> None:
    result = CliRunner().invoke(cli, ["doctor", "--url", f"ws://127.0.0.1:{closed_port()}", "--token", "sesame-1234"])
    assert result.exit_code == 3
    assert "connection refused" in result.stdout
    assert "sesame" not in result.output


def test_f62_settings_that_cannot_be_read_are_a_check(home: Path) -> None:
    folder = home / "XDG_CONFIG_HOME" / "spxcc"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text("fps = \n")
    result = CliRunner().invoke(cli, ["doctor", "--json"])
    failed = [check for check in json.loads(result.stdout)["checks"] if check["state"] == "fail"]
    assert [check["id"] for check in failed] == ["local.config"]
    assert "config.toml" in failed[0]["found"]
    assert result.exit_code == 1


def test_what_is_no_url_is_refused() -> None:
    result = CliRunner().invoke(cli, ["doctor", "--url", "nowhere"])
    assert result.exit_code == 2
    assert "expected a URL such as" in result.stderr


def heed_interrupts() -> None:
    """Also where the tests run behind a shell that ignores them, as one does for what it puts into the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_f62_ctrl_c_ends_it_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"ws://127.0.0.1:{silent.getsockname()[1]}"
        command = [sys.executable, "-m", "spxcc", "doctor", "--url", url]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=heed_interrupts
        ) as doctor:
            assert doctor.stderr is not None
            assert doctor.stderr.readline() == "still asking: server\n"
            doctor.send_signal(signal.SIGINT)
            _, said = doctor.communicate(timeout=10)
            assert (doctor.returncode, said) == (130, "")


@pytest.mark.parametrize("more", [[], ["--url", "ws://127.0.0.1:1"]])
def test_neither_textual_nor_pandas_is_imported(more: list[str]) -> None:
    code = (
        f"import sys\nfrom spxcc.runtime.cli.main import main\n"
        f"try:\n main(['doctor', *{more}])\nexcept SystemExit: pass\n"
        "print([name for name in ('textual', 'pandas', 'scipy') if name in sys.modules])"
    )
    environ = {**os.environ, "MASSIVE_API_KEY": "sim", "SPXCC_MASSIVE_URL": "http://127.0.0.1:1"}
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environ)
    assert found.stdout.splitlines()[-1] == "[]"
