"""Logging to the user's file."""

import logging
from pathlib import Path

from spxcc.runtime.logs import log_to_file


def test_lines_reach_the_file_without_tokens(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "spxcc.log"
    log_to_file(path)
    logging.getLogger("spxcc.test").info("GET /ws/prices?token=abc.def")
    logging.getLogger("other").info("not this")
    text = path.read_text()
    assert "token=***" in text
    assert "abc.def" not in text
    assert "not this" not in text


def test_a_path_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    log_to_file(tmp_path / "file" / "spxcc.log")
    logging.getLogger("spxcc.test").info("nowhere")
