import { copyRow, type FilledDatabase, openFilled } from '../servers/filled-database.ts';
import { WORDS } from './words.ts';

// Fills a running sandbox with as many incidents as it is given, and the texts by which they are found: one of facts for each, and a
// note or words of a X

const AT_ONCE = 50_000;
/** Copies are this far apart, before the one they copy. */
const APART_MS = 500;
/** A prime, of which one in ten has a vehicle. */
const SAMPLED = 1_009;

const [agencyId = '', otherAgencyId = '', wanted, databaseFile = '', databaseUrl] = process.argv.slice(2);
const count = Number(wanted);
const isPostgres = databaseUrl !== undefined;

const hex = (value: string, width: number) =>
  isPostgres ? `lpad(to_hex((${value})::bigint), ${width}, '0')` : `printf('%0${width}x', ${value})`;
const padded = (value: string, width: number) =>
  isPostgres ? `lpad((${value})::text, ${width}, '0')` : `printf('%0${width}d', ${value})`;
/** A number below `below` that looks like chance, another one for each `kind`. */
const dice = (kind: number, below: number) =>
  `((numbers.n * 2654435761 + ${kind} * 40503) % 4294967291 * (${kind} + 7919) % 998244353 / 64 % ${below})`;
/** A word; `kind` throws the dice. The first of a list are stated oftenest. */
const word = (list: keyof typeof WORDS, kind: number) =>
  `(SELECT word FROM made_words WHERE list = '${list}' AND place = ${dice(kind, 1_000)} * ${dice(kind + 1, 1_000)} * ${WORDS[list].length} / 1000000)`;

const ID = `${hex('numbers.n * 2654435761 % 4294967296', 8)} || '-0000-4000-8000-' || ${hex('numbers.n', 12)}`;
const AGENCY = `CASE WHEN numbers.n % 50 = 0 THEN '${otherAgencyId}' ELSE '${agencyId}' END`;
const joined = (...parts: string[]) => parts.join(" || ' ' || ");

const FACTS = [
  ID,
  joined(word('names', 1), word('names', 3)),
  `'1' || ${padded(`200 + ${dice(5, 800)}`, 3)} || '555' || ${padded(dice(6, 10_000), 4)}`,
  joined(
    `(1 + ${dice(7, 9_999)})`,
    word('streets', 8),
    "'avenue'",
    word('names', 10),
    "'ny'",
    padded(dice(12, 10_000), 5),
  ),
  `'panel-' || ${dice(13, 5_000)} || '-event-' || numbers.n`,
  `CASE WHEN numbers.n % 20 = 0 THEN 'tst ' || ${padded(dice(14, 10_000), 4)} ELSE 'none' END`,
  joined(word('words', 15), word('words', 17), word('words', 19)),
].join(" || ' | ' || ");
const NOTE = joined(...[21, 23, 25, 27, 29, 31, 33, 35].map((kind) => word('words', kind)));

async function writeTexts({ run, numbers }: FilledDatabase, newestAt: number): Promise<void> {
  const at = `${newestAt} - (${count} - numbers.n) * ${APART_MS}`;
  for (let from = 1; from <= count; from += AT_ONCE) {
    const table = numbers(from, Math.min(count, from + AT_ONCE - 1));
    const insert = 'INSERT INTO search_texts (agency_id, incident_id, kind, text, at)';
    await run(`${insert} SELECT ${AGENCY}, ${ID}, 'facts', ${FACTS}, ${at} FROM ${table} ORDER BY numbers.n`);
    const kind = "CASE WHEN numbers.n % 4 = 0 THEN 'transcript' ELSE 'note' END";
    await run(
      `${insert} SELECT ${AGENCY}, ${ID}, ${kind}, ${NOTE}, ${at} FROM ${table} WHERE numbers.n % 2 = 0 ORDER BY numbers.n`,
    );
  }
}

async function seed(): Promise<string[]> {
  const filled = await openFilled(databaseFile, databaseUrl);
  const { run } = filled;
  await run('CREATE TABLE made_words (list text, place bigint, word text, PRIMARY KEY (list, place))');
  for (const [list, words] of Object.entries(WORDS)) {
    await run(
      `INSERT INTO made_words VALUES ${words.map((each, place) => `('${list}', ${place}, '${each}')`).join(', ')}`,
    );
  }
  const model = `SELECT * FROM incidents WHERE agency_id = '${agencyId}' ORDER BY created_at DESC LIMIT 1`;
  const at = (column: string) => `model.${column} - (${count} - numbers.n) * ${APART_MS}`;
  await copyRow(
    filled,
    // A trigger numbers the rows it is not given for.
    { table: 'incidents', model, count, left: ['number'] },
    {
      ...{ id: ID, agency_id: AGENCY, source_id: 'NULL' },
      ...{ created_at: at('created_at'), updated_at: at('updated_at'), incident_at: at('incident_at') },
    },
  );
  const [newest] = await run(`SELECT max(at) AS at FROM search_texts WHERE agency_id = '${agencyId}'`);
  await writeTexts(filled, Number(newest?.['at']) - 1_000);
  await run('DROP TABLE made_words');
  const ofFacts = `agency_id = '${agencyId}' AND kind = 'facts'`;
  const sample = await run(
    `SELECT text FROM search_texts WHERE ${ofFacts} AND text LIKE '% | tst %' AND id % ${SAMPLED} = 0 ORDER BY id`,
  );
  await filled.end(['incidents', 'search_texts']);
  return sample.map(({ text }) => String(text));
}

process.on('message', () => {
  void seed().then((facts) => process.send?.({ facts }, () => process.disconnect()));
});
