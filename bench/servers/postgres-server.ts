import { startPostgresServer } from '../../packages/testing/src/postgres.ts';

// A real PostgreSQL with its data in the folder it is given, started by a process on the server core so that the
// database runs there too, beside the server that asks it, as an embedded database does. Any message is answered with its URL.

const [directory, durable] = process.argv.slice(2);
const starting = startPostgresServer(directory, { isDurable: durable !== undefined });
process.on('message', () => void starting.then(({ url }) => process.send?.({ url })));
process.once('SIGTERM', () => {
  void starting.then((server) => server.stop()).then(() => process.exit());
});
