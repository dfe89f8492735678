"""The same server in Node.js with `ws`: told in the same way, and the same frames in the same order."""

import os
import shutil

from spxcc.runtime.bench.streams import MODULES

SERVER = """
const { WebSocketServer } = require('ws');
const size = +process.argv[1], sockets = new Set();
const server = new WebSocketServer(
  { port: 0, host: '127.0.0.1', perMessageDeflate: false, clientTracking: false, backlog: 4096 },
  () => console.log(server.address().port));
const frame = (seq, whole) => {
  const at = (Number(process.hrtime.bigint()) / 1e9).toFixed(9).padStart(19, '0');
  const now = new Date(), value = { at, pad: '' };
  const made = { type: 'spx_gex', channel: 'gex:SPX', data: value, timestamp: now.toISOString(), epoch: 'bench', seq,
    prev: Math.max(0, seq - 1), ...(whole ? { snapshot: true } : {}), as_of: now.getTime() };
  value.pad = 'x'.repeat(Math.max(0, size - JSON.stringify(made).length));
  return JSON.stringify(made);
};
const limits = { symbols: 64, channels: 64, msg_bytes: 16384, msg_per_s: 20 };
let seq = 1, opened = 0;
const latest = frame(1, true);
server.on('connection', socket => {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
  socket.send(JSON.stringify({ type: 'hello', v: 1, session: `bench-${++opened}`, server: 'node', epoch: 'bench',
    mode: 'sim', user: 'local', tier: 'local', heartbeat_ms: 15000, limits, auth: {} }));
  socket.on('message', text => {
    const said = JSON.parse(text);
    if (said.type !== 'subscribe') return;
    const channels = Object.fromEntries(said.channels.map(name => [name, { epoch: 'bench', seq, recovered: false }]));
    socket.send(JSON.stringify({ type: 'subscribed', channels, symbols: [], errors: [] }));
    socket.send(latest);
    socket.send(JSON.stringify({ type: 'synced', channel: 'gex:SPX', epoch: 'bench', seq, count: 1 }));
  });
});
process.stdin.on('data', told => {
  for (const _ of told) { const text = frame(++seq, false); for (const socket of sockets) socket.send(text); }
});
process.stdin.on('end', () => process.exit(0));
"""


def kinds() -> tuple[str, ...]:
    """The servers that can run here, ours first."""
    return ("ours", "library") if node_command() is None else ("ours", "library", "node")


def node_command() -> tuple[tuple[str, ...], dict[str, str]] | None:
    """The command that takes the size of a frame, and its environment; `None` without Node.js or `ws`."""
    modules, node = os.environ.get(MODULES), shutil.which("node")
    if modules is None or node is None or not os.path.isdir(os.path.join(modules, "ws")):
        return None
    return (node, "-e", SERVER), {**os.environ, "NODE_PATH": modules}


def missing_node() -> str:
    """What to do about it."""
    return f"not run: it needs Node.js, and {MODULES} with a node_modules that holds ws"
