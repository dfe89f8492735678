"""`spxcc tui`."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from spxcc.runtime.cli.main import cli


def headless(*arguments: str) -> int:
    result = CliRunner().invoke(cli, ["tui", "--headless", *arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code


@pytest.mark.parametrize("size", ["160x48", "80x24", "1x1"])
def test_f57_a_screenshot_of_any_size(tmp_path: Path, size: str) -> None:
    target = tmp_path / "desk.svg"
    assert headless("--seconds", "0.5", "--size", size, "--screenshot", str(target)) == 0
    assert target.read_text().startswith("<svg")


def test_png_and_palette(tmp_path: Path) -> None:
    target = tmp_path / "desk.png"
    assert (
        headless("--seconds", "0.5", "--palette", "cb", "--fps", "5", "--at", "10:00", "--screenshot", str(target)) == 0
    )
    assert target.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--size", "160"),
        ("--size", "0x0"),
        ("--attach", "127.0.0.1:8787"),
        ("--screenshot", "/nonexistent/a.svg"),
        ("--scenario", "nope"),
        ("--at", "noon"),
        ("--fps", "0"),
        ("--speed", "0"),
    ],
)
def test_bad_input_is_exit_code_two(arguments: tuple[str, str]) -> None:
    assert headless(*arguments) == 2
