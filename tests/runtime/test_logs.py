"""Logging to the user's file."""

import json
import logging
from pathlib import Path

import pytest

from spxcc.runtime.logs import PrivateFileHandler, log_to_file, tell_warnings


def test_lines_reach_the_file_without_tokens(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "spxcc.log"
    log_to_file(path)
    logging.getLogger("spxcc.test").info("GET /ws/prices?token=abc.def")
    logging.getLogger("other").info("not this")
    text = path.read_text()
    assert "token=***" in text
    assert "abc.def" not in text
    assert "not this" not in text


def test_only_this_user_reads_it_also_after_it_was_turned_over(tmp_path: Path) -> None:
    path = tmp_path / "spxcc.log"
    path.write_text("of an earlier version")
    path.chmod(0o644)
    handler = PrivateFileHandler(path, maxBytes=100, backupCount=1)
    for number in range(4):
        handler.emit(logging.LogRecord("spxcc", logging.INFO, "", number, "w" * 60, None, None))
    handler.close()
    assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o600}
    assert len(list(tmp_path.iterdir())) == 2


def test_a_path_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    log_to_file(tmp_path / "file" / "spxcc.log")
    logging.getLogger("spxcc.test").info("nowhere")


def test_warnings_of_one_part_are_told_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    part = logging.getLogger("spxcc.test.part")
    tell_warnings("spxcc.test.part")
    part.warning("no quotes from %s", "wss://a/ws?token=abc.def")
    part.info("not this")
    part.handlers.clear()
    assert capsys.readouterr().err == "spxcc: no quotes from wss://a/ws?token=***\n"


def test_as_json_every_line_is_an_object_with_what_the_record_names(tmp_path: Path) -> None:
    path = tmp_path / "spxcc.log"
    log_to_file(path, "json")
    log = logging.getLogger("spxcc.test")
    log.info("connection closed", extra={"code": 4401, "seconds": 1.5})
    try:
        raise ValueError("at /ws?token=abc.def")
    except ValueError:
        log.exception("two\nlines")
    closed, failed = map(json.loads, path.read_text().splitlines())
    assert closed.pop("time").endswith("+00:00")
    assert closed == {
        "level": "INFO", "logger": "spxcc.test", "message": "connection closed", "code": 4401, "seconds": 1.5,
    }  # fmt: skip
    assert failed["message"] == "two\nlines"
    assert failed["error"].endswith("ValueError: at /ws?token=***")
