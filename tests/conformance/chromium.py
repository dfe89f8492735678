"""A headless Chromium over its debugging port: opens a page, takes its picture, reads what a terminal in it holds."""

import base64
import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from websocket import WebSocket, create_connection

from tests.conformance.programs import awaited

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
SIZE = (1600, 1000)
COPIED = """(() => {
  const data = new DataTransfer();
  document.querySelector('.xterm').dispatchEvent(new ClipboardEvent('copy', {clipboardData: data, bubbles: true}));
  return data.getData('text/plain');
})()"""


def chromium() -> str | None:
    """The program, if this machine has one."""
    return next((found for name in NAMES if (found := shutil.which(name)) is not None), None)


class Page:
    """One tab."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket, self._count = socket, 0

    def call(self, method: str, **params: Any) -> Any:
        """A command of the debugging protocol and its answer."""
        self._count += 1
        self._socket.send(json.dumps({"id": self._count, "method": method, "params": params}))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == self._count:
                assert "error" not in answer, answer["error"]
                return answer["result"]

    def value(self, script: str) -> Any:
        """What a script in the page comes to."""
        return self.call("Runtime.evaluate", expression=script, returnByValue=True)["result"].get("value")

    def key(self, text: str) -> None:
        """A key of one character."""
        self.call("Input.dispatchKeyEvent", type="keyDown", text=text, key=text, unmodifiedText=text)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=text)

    def picture(self, target: Path) -> None:
        """The page as PNG."""
        target.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))

    def terminal_text(self) -> str:
        """What the terminal in the page holds: all of it is selected with the mouse, and copied."""
        box = self.value("JSON.stringify(document.querySelector('.xterm-screen').getBoundingClientRect())")
        at = json.loads(box)
        corners = ((at["left"] + 1, at["top"] + 2), (at["right"] - 2, at["bottom"] - 3))
        for kind, (x, y), held in (
            ("mousePressed", corners[0], 1), ("mouseMoved", corners[1], 1), ("mouseReleased", corners[1], 0)
        ):  # fmt: skip
            shift = 8
            self.call(
                "Input.dispatchMouseEvent", type=kind, x=x, y=y, modifiers=shift, button="left", buttons=held,
                clickCount=0 if kind == "mouseMoved" else 1,
            )  # fmt: skip
        return str(self.value(COPIED))


@contextmanager
def page(program: str, address: str, profile: Path) -> Iterator[Page]:
    """A tab at `address`, 1600 × 1000, in a browser of its own; without 3D, whose emulation pales what it draws."""
    command = [
        program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-3d-apis", "--remote-debugging-port=0",
        "--hide-scrollbars", f"--user-data-dir={profile}", f"--window-size={SIZE[0]},{SIZE[1]}", address,
    ]  # fmt: skip
    browser = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        target = awaited(lambda: _target(profile / "DevToolsActivePort", address), lambda: f"no tab at {address}")
        socket = create_connection(target, timeout=30, suppress_origin=True)
        yield Page(socket)
        socket.close()
    finally:
        browser.terminate()
        browser.wait(timeout=20)


def _target(port_file: Path, address: str) -> str | None:
    """The debugging address of the tab, once there is one."""
    lines = port_file.read_text().split() if port_file.exists() else []
    if not lines:
        return None
    with urlopen(f"http://127.0.0.1:{lines[0]}/json/list", timeout=10) as answer:
        tabs = [one for one in json.load(answer) if one["type"] == "page" and one["url"].startswith(address)]
    return str(tabs[0]["webSocketDebuggerUrl"]) if tabs else None
