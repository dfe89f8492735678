"""`spxcc import-levels`: a vendor's levels in, on the same footing as ours and scored beside placebos."""

from pathlib import Path

import click

from spxcc.runtime.cli.level import attach_option, realm_option, show, token_option, told
from spxcc.runtime.cli.options import guarded, json_option
from spxcc.runtime.errors import UserError
from spxcc.runtime.level_files import Row, read_levels


@click.command("import-levels")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as", "name", metavar="NAME", required=True, help="The vendor's name on screen and scoreboard.")
@click.option("--date", metavar="YYYY-MM-DD", help="Their session, where the file names none; default: this one.")
@attach_option
@token_option
@realm_option
@json_option
@guarded
def command(
    file: Path, name: str, date: str | None, attach: str | None, token: str | None, realm: str | None, as_json: bool
) -> None:
    """Levels of a vendor for a session, instead of those imported under that name before.

    FILE: CSV with a column price (or level, strike) and, if there are, label and date; lines `6905,call wall`; or a
    JSON list. Prices are index points.

    \b
    Examples:
      spxcc import-levels acme.csv --as acme
      spxcc import-levels levels.json --as acme --date 2026-01-14 --realm live
    """
    rows = read_levels(file)
    book = None
    for session, own in by_session(rows, date).items():
        args = {"name": name, "rows": [[row.price, row.label] for row in own]}
        book = told(attach, token, realm, "level.import", args if session is None else {**args, "session": session})
    if book is None:
        raise UserError(f"expected levels in {file}, found none", 2)
    show(book, as_json)


def by_session(rows: tuple[Row, ...], date: str | None) -> dict[str | None, list[Row]]:
    """Rows by the session they are for; `None` = the server's."""
    found: dict[str | None, list[Row]] = {}
    for row in rows:
        found.setdefault(row.session or date, []).append(row)
    return found
