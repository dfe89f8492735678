"""The setups that ship and those of the user, who keeps them in the configuration directory."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from spxcc.engines.setups.catalogue.definition import Definition
from spxcc.engines.setups.language.problems import Problem

log = logging.getLogger(__name__)
MOST_BYTES = 1_000_000
"""A longer file is no file of setups."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that can be used, ours first, and what is wrong with the rest."""

    definitions: tuple[Definition, ...]
    problems: tuple[Problem, ...]


def user_files(directory: Path) -> list[Path]:
    """The TOML files of a directory by name; none where it does not exist."""
    return sorted(directory.glob("*.toml")) if directory.is_dir() else []


def read_files(paths: Sequence[Path], taken: Sequence[Definition] = ()) -> Catalogue:
    """The setups of these files; a name that is `taken`, or stands in two of them, is a problem."""
    definitions: list[Definition] = []
    problems: list[Problem] = []
    sources = {one.kind: one.source for one in taken}
    for path in paths:
        made, wrong = _read(path)
        problems += wrong
        for one in made:
            if one.kind in sources:
                text = f"the name is taken by {sources[one.kind]}; choose another"
                problems.append(Problem(str(path), 0, f"setup {one.kind}", text))
                continue
            sources[one.kind] = one.source
            definitions.append(one)
    return Catalogue(tuple(definitions), tuple(problems))


def catalogue(directory: Path) -> Catalogue:
    """Ours and the user's."""
    from spxcc.engines.setups.catalogue.shipped import shipped

    found = read_files(user_files(directory), shipped())
    return Catalogue((*shipped(), *found.definitions), found.problems)


def user_texts(directory: Path) -> tuple[tuple[str, str], ...]:
    """Source and text of the user's files that can be read; what is wrong with them goes to the log, and is left."""
    files = user_files(directory)
    if not files:
        return ()
    from spxcc.engines.setups.catalogue.shipped import shipped

    for problem in read_files(files, shipped()).problems:
        log.warning("setups: %s", problem)
    return tuple((str(path), text) for path in files if isinstance(text := _text(path), str))


def _text(path: Path) -> str | Problem:
    try:
        if path.stat().st_size > MOST_BYTES:
            return Problem(str(path), 0, "", f"expected at most {MOST_BYTES:,} bytes")
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return Problem(str(path), 0, "", f"expected a text file: {error}")


def _read(path: Path) -> tuple[tuple[Definition, ...], tuple[Problem, ...]]:
    text = _text(path)
    if isinstance(text, Problem):
        return (), (text,)
    from spxcc.engines.setups.catalogue.load import load

    return load(text, str(path))
