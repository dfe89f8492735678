"""`spxcc tail`."""

import json
import signal
import subprocess
import sys

import pytest
from click.testing import CliRunner, Result

from spxcc.client.store import Store
from spxcc.runtime.cli.main import cli
from spxcc.runtime.cli.tail import Writer
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.tail.rows import Row
from tests.runtime.cli.loaded import loaded
from tests.runtime.cli.test_why import serving


def tail(*args: str) -> Result:
    return CliRunner().invoke(cli, ["tail", *args])


def test_lines_for_programs_people_and_ears() -> None:
    with serving() as url:
        found = tail("price", "flow:alert", "--json", "--count", "5", "--where", "price>0 or premium>=150k")
        rows = [json.loads(line) for line in found.output.splitlines()]
        assert (found.exit_code, len(rows)) == (0, 5)
        assert {row["channel"] for row in rows} <= {"price:SPX", "flow:alert"}
        assert all(row["data"].get("price") for row in rows)
        text = tail("price:SPX", "--count", "1", "--attach", url)
        assert text.stdout.count("\n") == 1
        assert " price:SPX state snapshot symbol=SPX price=" in text.stdout
        spoken = tail("--line", "--count", "1")
        assert spoken.exit_code == 0
        assert spoken.stdout.strip()
        none = tail("flow:alert", "--seconds", "1", "--where", "premium>900B")
        assert (none.exit_code, none.stdout) == (0, "")
        refused = tail("price:NOPE9")
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert "expected a channel that the server has" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "expected a channel such as price:SPX"),
        (("nope",), 2, "expected a channel, found 'nope'"),
        (("price", "--json", "--line"), 2, "found both"),
        (("price", "--where", "a>"), 2, "--where: expected"),
        (("price", "--since", "today"), 2, "expected an ISO time"),
        (("price",), 3, "expected a running server, found none"),
        (("price", "--attach", "ws://127.0.0.1:9/ws"), 3, "cannot connect"),
        (("price", "--attach", "127.0.0.1:9"), 2, "expected an address"),
    ],
)
def test_mistakes_are_sentences_with_exit_codes(arguments: tuple[str, ...], code: int, said: str) -> None:
    result = tail(*arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert said in result.stderr


def test_since_keeps_what_happened_later(capsys: pytest.CaptureFixture[str]) -> None:
    writer = Writer(False, True, [], None)
    writer.since_ms = 2_000
    for at, snapshot in ((1_999, True), (2_000, True), (1_000, False), (2_001, False)):
        writer.hear(Row(channel="c", change="event", as_of=9_999, data={"ts_event": at}, snapshot=snapshot))
    writer.hear(Row(channel="c", change="event", as_of=1_000, data={"x": 1}, snapshot=True))
    writer.turn(Store(SystemClock(), ()), 0.0)
    assert [json.loads(line)["data"]["ts_event"] for line in capsys.readouterr().out.splitlines()] == [2_000, 2_001]


def test_a_reader_that_leaves_ends_it_without_a_word() -> None:
    with serving() as url:
        command = [sys.executable, "-m", "spxcc", "tail", "price", "--json", "--attach", url]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
            assert running.stdout is not None
            assert running.stderr is not None
            assert running.stdout.readline().startswith(b'{"channel":"price:SPX"')
            running.stdout.close()
            assert running.wait(20) == 0
            assert running.stderr.read() == b""


def test_since_goes_on_from_what_the_server_remembers() -> None:
    with serving():
        everything = tail("flow:alert", "--since", "24h", "--json", "--seconds", "1.5")
        rows = [json.loads(line)["data"] for line in everything.stdout.splitlines()]
        assert len({row["id"] for row in rows}) == len(rows) > 0
        assert [row["ts_event"] for row in rows] == sorted(row["ts_event"] for row in rows)
        none = tail("flow:alert", "--since", "2099-01-01T00:00+00:00", "--json", "--seconds", "0.3")
        assert (none.exit_code, none.stdout) == (0, "")


@pytest.mark.slow
def test_a_reader_that_is_stopped_delays_nobody() -> None:
    with serving() as url:
        command = [sys.executable, "-m", "spxcc", "tail", "price", "gex", "flow", "bars", "--json", "--attach", url]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as asleep:
            assert asleep.stdout is not None
            asleep.stdout.readline()
            asleep.send_signal(signal.SIGSTOP)
            try:
                for _ in range(3):
                    began = SystemClock().monotonic()
                    awake = tail("price:SPX", "--json", "--count", "8")
                    rows = [json.loads(line) for line in awake.stdout.splitlines()]
                    assert len(rows) == 8
                    assert SystemClock().monotonic() - began < 8.0
            finally:
                asleep.send_signal(signal.SIGCONT)
                asleep.terminate()
            asleep.stdout.close()


@pytest.mark.parametrize("name", ["tail", "snap"])
def test_textual_is_not_imported(name: str) -> None:
    assert loaded(name).isdisjoint({"textual", "pandas", "httpx"})
