/** A responder's feed: what is there, then what comes, over restarts of this program without a gap. */
import { readFile, writeFile } from 'node:fs/promises';
import { PreparedClient, prepared, sallyport } from '@sallyport/client/prepared';

const {
  SERVER_URL,
  CLIENT_ID = 'sandbox-prepared-events',
  CLIENT_SECRET = 'sandbox-prepared-events-secret',
} = process.env;
const { CURSOR_FILE = 'prepared-cursor.txt' } = process.env;
const server = SERVER_URL === undefined ? prepared() : sallyport(SERVER_URL);
const responder = new PreparedClient({ server, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET });

/** Everything that the server has now, and the cursor of its end. */
async function readAnew(): Promise<string> {
  const page = await responder.eventPage();
  for (const event of page.incident_events) console.log('kept', event.type, event.id);
  return page.next_cursor;
}

const after = (await readFile(CURSOR_FILE, 'utf8').catch(() => '')) || (await readAnew());
const stopping = new AbortController();
process.once('SIGTERM', () => stopping.abort());
console.log('listening');
for await (const item of responder.stream({ after, signal: stopping.signal })) {
  if (item.kind === 'resync') {
    console.log(item.detail);
    await readAnew();
    continue;
  }
  console.log('live', item.event.type, item.event.id);
  // Only once it was worked through: what is received and not kept comes again.
  if (item.cursor !== null) await writeFile(CURSOR_FILE, item.cursor);
}
