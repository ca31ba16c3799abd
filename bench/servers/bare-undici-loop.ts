import { createServer } from 'node:http';
import { Agent, request } from 'undici';

// The reference for webhooks: posts one body again and again, sixteen at once, as fast as answers come. Nothing is signed,
// nothing is stored. POST /start with the receiver and the body; POST /stop.

const [port] = process.argv.slice(2);
const AT_ONCE = 16;
const dispatcher = new Agent();
let isRunning = false;

async function post(url: string, body: Buffer): Promise<void> {
  while (isRunning) {
    const headers = { 'content-type': 'application/json' };
    const answer = await request(url, { method: 'POST', headers, body, dispatcher });
    await answer.body.dump();
  }
}

createServer(async (incoming, response) => {
  let text = '';
  for await (const chunk of incoming.setEncoding('utf8')) text += chunk;
  if (incoming.url === '/start') {
    const { url, body } = JSON.parse(text) as { url: string; body: string };
    isRunning = true;
    for (let index = 0; index < AT_ONCE; index += 1) void post(url, Buffer.from(body));
  } else if (incoming.url === '/stop') isRunning = false;
  response.end('{}');
}).listen(Number(port), '127.0.0.1');
