"""`spxcc web`, as far as it goes without a browser; tests/conformance has it in one."""

import pytest
from click.testing import CliRunner

from spxcc.runtime import browser
from spxcc.runtime.cli import web
from spxcc.runtime.cli.main import cli
from spxcc.runtime.endpoint import Endpoint
from tests.runtime.cli.loaded import loaded


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "find_spec", lambda name: None)
    result = CliRunner().invoke(cli, ["web"])
    assert result.exit_code == 2
    assert "pip install 'spxcc[web]'" in result.stderr
    assert "Traceback" not in result.output


def test_a_feed_beside_a_running_server_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "needed", lambda: None)
    monkeypatch.setattr(web, "running_server", lambda: Endpoint(url="ws://127.0.0.1:1/ws/prices", pid=1, token="t"))
    result = CliRunner().invoke(cli, ["web", "--scenario", "trend"])
    assert result.exit_code == 2
    assert "expected no feed beside the running server ws://127.0.0.1:1/ws/prices" in result.stderr


def test_its_import_is_not_that_of_textual_nor_of_a_web_framework() -> None:
    assert loaded("web").isdisjoint({"textual", "aiohttp"})
