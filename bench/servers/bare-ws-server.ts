import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

// The reference for sockets: `ws` alone, saying the same bytes to everybody who is connected. No token, no log, no
// place to resume from, nothing on disk. Any POST is answered, then broadcast; GET /memory states what this process holds.

const [port, frameFile] = process.argv.slice(2);
if (!frameFile) throw new Error('usage: bare-ws-server.ts PORT FRAME_FILE');
const frame = readFileSync(frameFile);

const server = createServer((req, res) => {
  const body = req.method === 'POST' ? '' : JSON.stringify(process.memoryUsage());
  res.writeHead(200, { 'Content-Length': Buffer.byteLength(body) }).end(body);
  if (req.method !== 'POST') return;
  for (const client of sockets.clients) client.send(frame, { binary: false });
});
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
server.listen(Number(port), '127.0.0.1');
