"""A definition knows its expressions."""

from spxcc.engines.setups.catalogue.shipped import shipped


def test_all_expressions_are_listed() -> None:
    for one in shipped():
        texts = [each.text for each in one.meanings]
        assert len(texts) == len(one.levels) + len(one.watch) + len(one.arm) + len(one.trigger) + len(one.invalid) + (
            one.stop is not None
        ) + len(one.t1) + len(one.t2)
