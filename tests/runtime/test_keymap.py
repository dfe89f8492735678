"""Keys of the user: both files, both spellings, and what is wrong with a line."""

from pathlib import Path

import pytest

from spxcc.runtime.errors import UserError
from spxcc.runtime.keymap import keymap_of, read_keymap
from spxcc.ui.actions import ACTIONS, bindings

STANDARD = {"a.one": ("f",), "a.two": ("t", "right_square_bracket"), "a.palette": ()}


def read(tmp_path: Path, text: str, keymap: str = "") -> dict[str, str]:
    (tmp_path / "config.toml").write_text(text)
    if keymap:
        (tmp_path / "keymap.toml").write_text(keymap)
    return keymap_of(read_keymap(tmp_path / "config.toml"), STANDARD)


def test_no_file_is_no_keymap(tmp_path: Path) -> None:
    assert keymap_of(read_keymap(tmp_path / "config.toml"), STANDARD) == {}
    assert read(tmp_path, "port = 1\n") == {}


@pytest.mark.parametrize(
    ("keys", "names"),
    [
        ("F", "F"), ("F,ctrl+f", "F,ctrl+f"), ("[ , ]", "left_square_bracket,right_square_bracket"), (",", "comma"),
        ("?", "question_mark"), ("f5", "f5"), ("esc", "escape"), ("comma,slash", "comma,slash"),
        ("ctrl+/", "ctrl+slash"),
    ],
)  # fmt: skip
def test_keys_are_written_as_signs_or_as_names(tmp_path: Path, keys: str, names: str) -> None:
    standard = {"a.one": ("f",), "a.palette": ()}
    (tmp_path / "config.toml").write_text(f'[keys]\n"a.one" = "{keys}"\n')
    assert keymap_of(read_keymap(tmp_path / "config.toml"), standard) == {"a.one": names}


def test_both_spellings_both_files_and_the_keymap_file_wins(tmp_path: Path) -> None:
    assert read(tmp_path, '[keys]\na.one = "x"\n"a.palette" = "y"\n', '"a.one" = "z"\n') == {
        "a.one": "z", "a.palette": "y",
    }  # fmt: skip
    assert read(tmp_path, "", '[keys]\n"a.one" = "u"\n') == {"a.one": "u"}


def test_two_actions_may_swap_their_keys(tmp_path: Path) -> None:
    assert read(tmp_path, '[keys]\n"a.one" = "t"\n"a.two" = "f"\n') == {"a.one": "t", "a.two": "f"}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('port = 1\n[keys]\n"a.three" = "x"\n', 3, "expected an action, found 'a.three'"),
        ('[keys]\n\n"a.one" = "nokey"\n', 3, "expected a key such as"),
        ('[keys]\n"a.one" = "]"\n', 2, "found 'right_square_bracket', which a.two has"),
        ('[keys]\n"a.one" = "x"\n"a.palette" = "x"\n', 3, "which a.one has"),
        ('[keys]\n"a.one" = "ctrl+a"\n', 2, "that terminals pass on"),
        ('[keys]\n"a.one" = 3\n', 2, "found no text"),
        ('[keys]\n"a.one" = ""\n', 2, "at least one key"),
        ("[keys]\na.one = 'é'\n", 2, "expected a key such as"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    with pytest.raises(UserError) as caught:
        read(tmp_path, text)
    assert str(caught.value).startswith(f"{tmp_path / 'config.toml'} line {line}: ")
    assert said in str(caught.value)


def test_files_that_are_no_keymap(tmp_path: Path) -> None:
    for text in ("keys = 3\n", "[keys\n"):
        with pytest.raises(UserError, match=r"config\.toml"):
            read(tmp_path, text)


def test_every_key_of_the_table_can_be_written_in_a_keymap(tmp_path: Path) -> None:
    for action in ACTIONS:
        if not action.keys or action.id == "app.quit_now":
            continue
        (tmp_path / "config.toml").write_text(f'[keys]\n"{action.id}" = "{",".join(action.keys)}"\n')
        standard = {one.id: one.keys for one in ACTIONS}
        assert keymap_of(read_keymap(tmp_path / "config.toml"), standard) == {action.id: ",".join(action.keys)}
    assert {binding.id for binding in bindings()} <= {action.id for action in ACTIONS}
