import { createServer } from 'node:http';

// A dead endpoint of webhooks: takes every POST and never answers it. A GET is answered, so that its start can be waited for.

const [port] = process.argv.slice(2);

createServer((request, response) => {
  if (request.method === 'GET') response.end();
  else request.resume();
}).listen(Number(port), '127.0.0.1');
