// A client on the npm package ws: node client.cjs '{"url":…,"headers":…,"protocols":…,"steps":[…]}'.
// Prints {"protocol":…,"transcript":[…],"code":…} when the server has confirmed the close.
"use strict";

const WebSocket = require("ws");

const { url, headers, protocols, steps } = JSON.parse(process.argv[2]);
const socket = new WebSocket(url, protocols, { headers, perMessageDeflate: true });
const transcript = [];
let at = -1;
let left = 0;

function next() {
  at += 1;
  if (at === steps.length) {
    socket.close(1000);
    return;
  }
  left = steps[at].count;
  socket.send(JSON.stringify(steps[at].say));
}

socket.on("open", next);
socket.on("message", (data, binary) => {
  if (binary) throw new Error("expected text frames");
  const frame = JSON.parse(data.toString("utf8"));
  transcript.push(frame);
  if (at < steps.length && frame.type === steps[at].until) {
    left -= 1;
    if (left === 0) next();
  }
});
socket.on("close", (code) => {
  console.log(JSON.stringify({ protocol: socket.protocol, transcript, code }));
});
