"""The doctor for the screen."""

import asyncio
import io
import sys
from typing import Any

import pytest

from spxcc.runtime.clock import SystemClock
from spxcc.runtime.desk_client import DeskClient
from spxcc.runtime.desk_doctor import report_text
from spxcc.runtime.paths import user_paths


async def test_the_report_of_a_new_user_is_one_text_that_ends_with_its_sum(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPXCC_MASSIVE_KEY", raising=False)
    heard: list[tuple[str, bool]] = []
    done = asyncio.Event()

    def reply(text: str, last: bool) -> None:
        heard.append((text, last))
        if last:
            done.set()

    DeskClient(SystemClock()).doctor(reply)
    async with asyncio.timeout(25):
        await done.wait()
    text, last = heard[-1]
    assert last
    assert "Terminal" in text
    assert text.splitlines()[-1].partition(":")[0].count(",") == 3


async def test_settings_that_cannot_be_read_are_a_finding_not_an_end() -> None:
    paths = user_paths()
    paths.config_file.parent.mkdir(parents=True, exist_ok=True)
    paths.config_file.write_text("port = [", encoding="utf-8")
    done: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    DeskClient(SystemClock()).doctor(lambda text, last: done.set_result(text) if last else None)
    async with asyncio.timeout(25):
        assert "FAIL" in await done


class Captured(io.TextIOBase):
    """As the screen puts in place of standard output: neither an encoding nor a terminal."""

    encoding: Any = property(lambda self: (_ for _ in ()).throw(AttributeError("encoding")))


async def test_it_looks_at_the_terminal_while_a_screen_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Captured())
    assert "could not end" not in await report_text(SystemClock(), lambda text: None)


async def test_what_breaks_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*args: object) -> None:
        raise RuntimeError("no such probe")

    monkeypatch.setattr("spxcc.runtime.doctor.examine.examine", broken)
    assert "no such probe" in await report_text(SystemClock(), lambda text: None)
