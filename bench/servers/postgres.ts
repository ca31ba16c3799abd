import { createServer } from 'node:http';
import { startPostgresServer } from '../../packages/gateway/src/testing/postgres.ts';

// PostgreSQL's own server, in a folder of its own; `/` answers the URL of its database.

const [port] = process.argv.slice(2);
if (!port) throw new Error('usage: postgres.ts PORT');
const postgres = await startPostgresServer();
const server = createServer((_request, response) => response.end(postgres.url));
process.once('SIGTERM', () => void postgres.stop().finally(() => process.exit(0)));
server.listen(Number(port), '127.0.0.1');
