"""`spxcc why`."""

import asyncio
import json
import math
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from click.testing import CliRunner, Result

from spxcc.runtime.cli.main import cli
from spxcc.runtime.cli.why import text_lines
from spxcc.runtime.endpoint import Endpoint, announce
from spxcc.runtime.paths import user_paths
from tests.fakes.explanations import explanation
from tests.runtime.cli.loaded import loaded
from tests.runtime.runs import simulated


@contextmanager
def serving() -> Iterator[str]:
    """A simulated day on a port of its own, in a thread, announced to this user; its address."""
    ready, ended = threading.Event(), threading.Event()
    found: list[str] = []

    async def serve() -> None:
        backend = simulated()
        address = await backend.start()
        playing = asyncio.ensure_future(backend.run())
        await backend.node.caught_up.wait()
        token = backend.token()
        assert token is not None
        announce(user_paths().endpoint_file, Endpoint(url=address.url, pid=os.getpid(), token=token))
        found.append(address.url)
        ready.set()
        await asyncio.to_thread(ended.wait)
        playing.cancel()
        await asyncio.wait({playing})
        await backend.stop()

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    assert ready.wait(30)
    try:
        yield found[0]
    finally:
        ended.set()
        thread.join()


def why(*args: str) -> Result:
    return CliRunner().invoke(cli, ["why", *args])


def test_f33_json_lists_every_contract_and_they_add_up_to_the_number() -> None:
    with serving() as url:
        result = why("net_gex", "--json")
        found = json.loads(result.output)
        assert result.exit_code == 0
        assert math.fsum(row["value"] for row in found["contributions"]) == pytest.approx(found["value"], rel=1e-9)
        assert found["contracts"] == len(found["contributions"]) > 1_000
        table = why("gex:SPX.call_wall", "--top", "2", "--attach", url)
        assert table.exit_code == 0
        assert "sum of" in table.stdout
        assert "more; --top 0" in table.stdout
        assert why("price:SPX.price").exit_code == 0
        unknown = why("gex:SPX.nope")
        assert (unknown.exit_code, unknown.stdout) == (2, "")
        assert "there is symbol" in unknown.stderr
        refused = why("net_gex", "--attach", url, "--token", "forged")
        assert refused.exit_code == 3


def test_without_a_server_the_sentence_says_what_to_do() -> None:
    result = why("net_gex")
    assert result.exit_code == 3
    assert "start `spxcc`" in result.stderr
    unreachable = why("net_gex", "--attach", "ws://127.0.0.1:9/ws/prices?token=secret")
    assert unreachable.exit_code == 3
    assert "no server listens there" in unreachable.stderr
    assert "secret" not in unreachable.stderr


def test_the_text_has_formula_grade_contracts_sum_and_what_was_left_out() -> None:
    text = "\n".join(text_lines(explanation(30), 3))
    for words in (
        "net_gex",
        "Summed up.",
        "grade D",
        "and 27 more",
        "sum of 30 contracts = +29,999,565.00",
        "crossed quote",
    ):
        assert words in text
    assert "more" not in "\n".join(text_lines(explanation(3), 0))
    absent = "\n".join(text_lines(explanation(0, value=None, reason="no chain", total=None), 3))
    assert "– no chain" in absent
    assert "sum of" not in absent


def test_it_never_imports_textual() -> None:
    assert "textual" not in loaded("why")
