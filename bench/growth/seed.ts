import { copyRow, openFilled } from '../servers/filled-database.ts';

// Fills a running sandbox: `kept` events of an agency and as many audit records, and before those so many events from 400 days ago
// for retention to remove. All are copies of what came through the API, so every column is as a real write left it. Answers a
// message when it is done.

const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;

const [agencyId = '', kept, old, databaseFile = '', databaseUrl] = process.argv.slice(2);
const counts = { kept: Number(kept), old: Number(old) };

async function seed(): Promise<void> {
  const seeded = await openFilled(databaseFile, databaseUrl);
  const { run } = seeded;
  const ofAgency = `agency_id = '${agencyId}'`;
  const [head] = await run(`SELECT last_event_seq AS seq FROM agencies WHERE id = '${agencyId}'`);
  const first = Number(head?.['seq']);
  await run(`UPDATE events SET at = at - ${400 * DAY_MS} WHERE ${ofAgency}`);
  const now = Date.now();
  const total = counts.old + counts.kept;
  await copyRow(
    seeded,
    { table: 'events', model: `SELECT * FROM events WHERE ${ofAgency} ORDER BY seq DESC LIMIT 1`, count: total },
    {
      seq: `${first} + numbers.n`,
      at: `CASE WHEN numbers.n <= ${counts.old} THEN model.at ELSE ${now} - (${total} - numbers.n) * 10 END`,
    },
  );
  await run(`UPDATE agencies SET last_event_seq = ${first + total} WHERE id = '${agencyId}'`);
  const issued = `SELECT * FROM audit_records WHERE action = 'token.issued' AND ${ofAgency} LIMIT 1`;
  await copyRow(
    seeded,
    { table: 'audit_records', model: issued, count: counts.kept },
    {
      chain: "'seeded'",
      number: 'numbers.n',
      at: `${now} - (${counts.kept} - numbers.n) * ${Math.floor(YEAR_MS / counts.kept)}`,
    },
  );
  await seeded.end(['events', 'audit_records', 'agencies']);
}

process.on('message', () => {
  void seed().then(() => process.send?.({ isDone: true }, () => process.disconnect()));
});
