"""`spxcc info`: versions, paths and what is running."""

import platform
from importlib.metadata import version

import click
import msgspec

from spxcc import __version__
from spxcc.runtime.choice import running_server
from spxcc.runtime.cli.options import configured, guarded, json_option
from spxcc.runtime.paths import user_paths

LIBRARIES = ("textual", "websockets", "msgspec", "numpy", "pandas", "httpx", "PyJWT")


@click.command("info")
@json_option
@guarded
def command(as_json: bool) -> None:
    """Versions, paths of settings, logs and run-time files, whether a key is set, and the running server."""
    paths, config, server = user_paths(), configured(), running_server()
    facts = {
        "spxcc": __version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "config_file": str(paths.config_file),
        "log_file": str(paths.log_file),
        "endpoint_file": str(paths.endpoint_file),
        "massive_key": "set" if config.secret("massive_key") else "not set",
        "jwt_secret": "set" if config.secret("jwt_secret") else "not set",
        "feed": config.settings.feed,
        "server": "none" if server is None else server.url,
        **{name: version(name) for name in LIBRARIES},
    }
    if as_json:
        click.echo(msgspec.json.encode(facts).decode())
        return
    for name, value in facts.items():
        click.echo(f"{name:<14}{value}")
