"""`spxcc shots`."""

from pathlib import Path

from click.testing import CliRunner

from spxcc.runtime.cli.main import cli
from spxcc.runtime.cli.shots import SHOTS


def test_one_picture_as_svg_and_png(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        cli, ["shots", "--only", "desk-80x24", "--seconds", "1", "--out", str(tmp_path / "new")]
    )
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["desk-80x24.png", "desk-80x24.svg"]


def test_an_unknown_one_names_the_known(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["shots", "--only", "nope", "--out", str(tmp_path)])
    assert result.exit_code == 2
    assert "desk-80x24" in result.stderr


def test_the_committed_pictures_are_those_of_the_list() -> None:
    folder = Path(__file__).parents[3] / "screenshots"
    assert {path.stem for path in folder.iterdir()} == {shot.name for shot in SHOTS}
    assert all((folder / f"{shot.name}.{ending}").exists() for shot in SHOTS for ending in ("svg", "png"))
