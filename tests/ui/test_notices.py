"""Notices by escape sequence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.ui.notices import Notices, notices_of, sequence


@pytest.mark.parametrize(
    ("environ", "kind"),
    [({"TERM_PROGRAM": "iTerm.app"}, "osc9"), ({"TERM_PROGRAM": "WezTerm"}, "osc777"),
     ({"TERM": "xterm-kitty"}, "osc99"),
     ({"KITTY_WINDOW_ID": "1", "TERM": "tmux-256color"}, "osc99"), ({"TERM": "foot"}, "osc777"),
     ({"TERM": "xterm-256color"}, "off"), ({}, "off")],
)  # fmt: skip
def test_the_terminal_is_known_by_its_environment(environ: dict[str, str], kind: Notices) -> None:
    assert notices_of(environ) == kind


def test_the_bytes() -> None:
    assert sequence("off", "a", "b") == ""
    assert sequence("osc9", "a", "b") == "\x1b]9;a: b\a"
    assert sequence("osc777", "a;c", "b") == "\x1b]777;notify;a,c;b\a"
    assert sequence("osc99", "a", "b") == "\x1b]99;i=spxcc:d=0;a\x1b\\\x1b]99;i=spxcc:p=body;b\x1b\\"
    assert sequence("osc9", "a", "b", tmux=True) == "\x1bPtmux;\x1b\x1b]9;a: b\a\x1b\\"


@given(st.sampled_from(["osc9", "osc777", "osc99"]), st.text())
def test_no_text_ends_the_sequence_or_begins_another(kind: Notices, text: str) -> None:
    empty = sequence(kind, "t", "")
    made = sequence(kind, "t", text)
    for sign in ("\x1b", "\a", "\x9c", "\n"):
        assert made.count(sign) == empty.count(sign)
