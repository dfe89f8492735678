"""Settings as the screen sees them."""

from pathlib import Path

from spxcc.runtime.config import load
from spxcc.runtime.paths import Paths
from spxcc.runtime.user_settings import UserSettings, tail_of


def test_rows_know_their_origin_and_secrets_are_none_of_them(tmp_path: Path) -> None:
    paths = Paths(tmp_path, tmp_path, tmp_path)
    config = load(paths, {"SPXCC_FPS": "30", "SPXCC_MASSIVE_KEY": "hushhush", "SPXCC_JWT_SECRET": "s" * 40})
    rows = {name: (value, origin) for name, value, origin in UserSettings(config, paths).rows()}
    assert rows["fps"] == ("30", "SPXCC_FPS")
    assert rows["jwt_issuer"] == ("–", "default")
    assert "hushhush" not in str(rows)
    assert UserSettings(config, paths).keys_file == str(paths.config_file)


def test_what_is_saved_counts_and_is_read_at_the_next_start(tmp_path: Path) -> None:
    paths = Paths(tmp_path, tmp_path, tmp_path)
    settings = UserSettings(load(paths, {"SPXCC_FPS": "30"}), paths)
    assert settings.save("palette", "cb") == f"saved in {paths.config_file}"
    assert "SPXCC_FPS wins at the next start" in settings.save("fps", 10)
    rows = {name: (value, origin) for name, value, origin in settings.rows()}
    assert rows["palette"] == ("cb", str(paths.config_file))
    assert rows["fps"] == ("10", "SPXCC_FPS")
    again = load(paths, {})
    assert (again.settings.palette, again.settings.fps) == ("cb", 10)


def test_a_file_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    paths = Paths(tmp_path, tmp_path, tmp_path)
    settings = UserSettings(load(paths, {}), paths)
    paths.config_file.write_text("palette = [\n]\n")
    assert "left as it is" in settings.save("palette", "cb")


def test_the_tail_of_a_log_is_whole_lines(tmp_path: Path) -> None:
    path = tmp_path / "spxcc.log"
    assert tail_of(path) == []
    path.write_text("first\nsecond\nthird\n")
    assert tail_of(path) == ["first", "second", "third"]
    assert tail_of(path, 9) == ["third"]
