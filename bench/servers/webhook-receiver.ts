import { createServer } from 'node:http';

// What webhooks are sent to: answers 200 to everything, keeps the first body, and states how many came since it was last asked.

const [port] = process.argv.slice(2);
let count = 0;
let first = '';

createServer((request, response) => {
  if (request.method === 'GET') {
    response.end(JSON.stringify({ count, first }));
    count = 0;
    return;
  }
  if (first === '')
    request.setEncoding('utf8').on('data', (text: string) => {
      first += text;
    });
  request.resume().on('end', () => {
    count += 1;
    response.end();
  });
}).listen(Number(port), '127.0.0.1');
