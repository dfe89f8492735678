"""One setting is written; everything else in the file stays."""

import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.runtime.config_file import literal, save_setting, with_setting
from spxcc.runtime.errors import UserError

FILE = """# mine
port = 9000   # the office
palette = "classic"  # until the new screen
origins = ["https://a.example"]

# keys of mine
[keys]
"chart.follow" = "F"
palette = "x"
"""


def test_a_value_is_changed_in_its_place_and_comments_stay() -> None:
    after = with_setting(FILE, "palette", "cb")
    assert after == FILE.replace('palette = "classic"  #', 'palette = "cb"  #')


def test_a_new_setting_stands_before_the_first_table() -> None:
    after = with_setting(FILE, "fps", 10)
    assert after == FILE.replace('example"]\n', 'example"]\nfps = 10\n')
    assert with_setting("[keys]\n", "mute", True) == "mute = true\n[keys]\n"
    assert with_setting("port = 1", "mute", False) == "port = 1\nmute = false\n"
    assert with_setting("", "mute", False) == "mute = false\n"


@given(
    st.dictionaries(st.sampled_from(["port", "seed", "feed", "mute"]), st.integers(0, 9), max_size=4),
    st.sampled_from(["palette", "port", "mute"]),
    st.one_of(st.booleans(), st.integers(0, 60), st.sampled_from(["cb", "light", "a#b"])),
    st.sampled_from(["", "# end\n", "\n\n[keys]\na = 'x'\n"]),
)
def test_the_file_means_the_same_but_for_that_setting(
    values: dict[str, int], name: str, value: str | int | bool, tail: str
) -> None:
    text = "".join(f"{key} = {number} # {key}\n" for key, number in values.items()) + tail
    after = with_setting(text, name, value)
    assert tomllib.loads(after) == tomllib.loads(text) | {name: value}
    assert [line for line in text.splitlines() if line.split(" ")[0] != name and line] == [
        line for line in after.splitlines() if line.split(" ")[0] != name and line
    ]


@pytest.mark.parametrize("text", ["palette = [\n'a',\n]\n", "palette = '''\na'''\n", "[palette]\na = 1\n"])
def test_what_cannot_be_done_line_by_line_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text)
    with pytest.raises(UserError, match="left as it is"):
        save_setting(path, "palette", "cb")
    assert path.read_text() == text


def test_damaged_files_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("a = ")
    with pytest.raises(UserError, match="left as it is"):
        save_setting(path, "palette", "cb")
    with pytest.raises(UserError, match="expected to write"):
        save_setting(tmp_path, "palette", "cb")


def test_the_file_is_made_whole_and_a_link_stays_a_link(tmp_path: Path) -> None:
    path = tmp_path / "new" / "config.toml"
    save_setting(path, "palette", "cb")
    assert path.read_text() == 'palette = "cb"\n'
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    link = tmp_path / "link.toml"
    link.symlink_to(path)
    save_setting(link, "fps", 10)
    assert link.is_symlink()
    assert path.read_text() == 'palette = "cb"\nfps = 10\n'


def test_literals() -> None:
    assert [literal(value) for value in (True, 3, "cb")] == ["true", "3", '"cb"']
    with pytest.raises(ValueError, match="plain characters"):
        literal('a"b')
