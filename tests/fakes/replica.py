"""The rules of a reader (guarantee G2) at their plainest: what a client's copy of some channels is after its frames."""

import json
from typing import Any

Items = dict[str, int]


class Replica:
    """Copies of toy channels. `resyncs` are channels for which the reader must ask again; `faults` what was promised
    and not kept.
    """

    def __init__(self, kinds: dict[str, str]) -> None:
        self.kinds = kinds
        self.state: dict[str, Any] = {}
        self.items: dict[str, Items] = {}
        self.events: dict[str, list[str]] = {}
        self.last: dict[str, int] = {}
        self.epochs: dict[str, str] = {}
        self.synced: dict[str, int] = {}
        self.resyncs: set[str] = set()
        self.faults: list[str] = []
        self.stopped: set[str] = set()
        self._parts: dict[str, list[dict[str, Any]]] = {}
        self._continued: dict[str, int] = {}

    def positions(self, names: set[str]) -> dict[str, dict[str, Any]]:
        """Where it stands, for the `since` of a new connection, which begins with this."""
        self.stopped.clear()
        self._parts.clear()
        self._continued.clear()
        return {name: {"epoch": self.epochs[name], "seq": self.last[name]} for name in names if name in self.last}

    def read(self, frames: list[dict[str, Any]]) -> None:
        """Apply frames in order."""
        for frame in frames:
            kind = frame["type"]
            if kind == "synced":
                self._synced(frame)
            elif kind == "unsubscribed":
                self.stopped.update(frame["channels"])
            elif kind == "subscribed":
                self.stopped -= set(frame["channels"])
                self._continued |= {name: 0 for name, at in frame["channels"].items() if at.get("recovered")}
            elif "seq" in frame and kind != "synced":
                self._channel_frame(frame)

    def _channel_frame(self, frame: dict[str, Any]) -> None:
        name, seq = frame["channel"], frame["seq"]
        if name in self.stopped:
            self.faults.append(f"{name}: a frame after unsubscribed")
        if frame.get("snapshot"):
            self._parts.setdefault(name, []).append(frame)
            return
        last = self.last.get(name)
        if last is None:
            self.faults.append(f"{name}: an update before the snapshot")
        elif frame.get("epoch", "e") != self.epochs[name]:
            self.faults.append(f"{name}: an update of another epoch before its snapshot")
        elif seq <= last:
            self.faults.append(f"{name}: seq {seq} after {last}")
        elif self.kinds[name] != "state" and frame["prev"] != last:
            self.resyncs.add(name)
        else:
            self._apply(name, frame["data"])
            self.last[name] = seq
            if name in self._continued:
                self._continued[name] += 1

    def _synced(self, frame: dict[str, Any]) -> None:
        name, parts = frame["channel"], self._parts.pop(frame["channel"], [])
        self.synced[name] = self.synced.get(name, 0) + 1
        replayed = self._continued.pop(name, None)
        if replayed is not None:
            if (replayed, self.last[name]) != (frame["count"], frame["seq"]):
                self.faults.append(f"{name}: {replayed} frames to {self.last[name]} made good, {frame} said otherwise")
            return
        if len(parts) != frame["count"] or any(part["seq"] != frame["seq"] for part in parts):
            self.faults.append(f"{name}: {len(parts)} parts, {frame} said otherwise")
        if self.epochs.get(name) == frame["epoch"] and self.last[name] > frame["seq"]:
            self.faults.append(f"{name}: an older snapshot after a newer frame")
        if [part.get("part", 1) for part in parts] != list(range(1, len(parts) + 1)):
            self.faults.append(f"{name}: parts out of order")
        self.state.pop(name, None)
        self.items[name] = {}
        self.events[name] = []
        for part in parts:
            self._apply(name, part["data"])
        self.last[name], self.epochs[name] = frame["seq"], frame["epoch"]
        self.resyncs.discard(name)

    def _apply(self, name: str, data: dict[str, Any]) -> None:
        match self.kinds[name]:
            case "state":
                self.state[name] = data
            case "delta":
                item = data["item"]
                if data["op"] == "remove":
                    self.items[name].pop(item["id"], None)
                else:
                    self.items[name][item["id"]] = item["value"]
            case "event":
                self.events[name].append(data["id"])


def parsed(payloads: list[bytes]) -> list[dict[str, Any]]:
    """Frames of payloads."""
    return [json.loads(payload) for payload in payloads]
