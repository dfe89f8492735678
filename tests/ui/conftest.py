"""The app's styles are parsed once a process for each set of colours, not again for every app that a test starts."""

from collections.abc import Iterator
from typing import Any

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

PARSED: dict[object, list[RuleSet]] = {}


@pytest.fixture(autouse=True, scope="package")
def parsed_once() -> Iterator[None]:
    """What the rules follow from is the key: the text, its place, and the variables of the theme."""
    parse = Stylesheet._parse_rules

    def kept(self: Stylesheet, *args: Any, **options: Any) -> list[RuleSet]:
        key = (args, *sorted(options.items()), *sorted(self._variables.items()))
        if key not in PARSED:
            PARSED[key] = parse(self, *args, **options)
        return PARSED[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", kept)
        yield
