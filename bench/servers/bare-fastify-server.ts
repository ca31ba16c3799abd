import { readFileSync } from 'node:fs';
import Fastify from 'fastify';

// The reference for reads: the same route and the same bytes from Fastify alone. No bearer check, no database; the
// answer is an object in memory, serialised anew for every request as a handler's result is.

const [port, path, answerFile] = process.argv.slice(2);
if (!path || !answerFile) throw new Error('usage: bare-fastify-server.ts PORT PATH ANSWER_FILE');
const answer: unknown = JSON.parse(readFileSync(answerFile, 'utf8'));

const app = Fastify();
app.get(path, () => answer);
await app.listen({ port: Number(port), host: '127.0.0.1' });
