import { fileURLToPath } from 'node:url';
import type { Bench, FigureCase, Verdict } from '../case.ts';
import { askChild } from '../process/ask-child.ts';
import { percentile } from '../report/statistics.ts';
import { type Searches, searchesBy } from '../search/searches.ts';
import { adminSession, requireOk } from '../servers/asking.ts';
import { openCalls } from '../servers/open-calls.ts';
import { databaseFileOf, OTHER_ADMINISTRATOR, startSallyport } from '../servers/sallyport.ts';
import { startPostgres } from '../servers/start-postgres.ts';

const SEED = fileURLToPath(new URL('../search/seed.ts', import.meta.url));
const ENGINES = ['sqlite', 'postgres'] as const;
const [AGENCY, OTHER_AGENCY] = ['sandbox-county', 'harbor-city'];
const INCIDENTS = 1_000_000;
const BELOW_MS = 100;
const SEARCHED_AT_MOST = 100;
/** What a small agency is asked for that many incidents of the large one have. */
const BY_THE_SMALL = ['last name', 'street', 'plate', 'number, last four', 'two words'];

interface Asked {
  readonly kind: string;
  readonly latenciesMs: Float64Array;
  /** How many of the searches found something. */
  readonly found: number;
}

async function ask(
  origin: string,
  headers: Record<string, string>,
  kind: string,
  texts: readonly string[],
): Promise<Asked> {
  const latenciesMs: number[] = [];
  let found = 0;
  for (const text of texts.slice(0, SEARCHED_AT_MOST)) {
    const from = performance.now();
    const answer = await requireOk(await fetch(`${origin}/api/find?text=${encodeURIComponent(text)}`, { headers }));
    latenciesMs.push(performance.now() - from);
    if ((JSON.parse(answer) as { found: unknown[] }).found.length > 0) found += 1;
  }
  return { kind, latenciesMs: Float64Array.from(latenciesMs), found };
}

async function measureEngine(bench: Bench, engine: (typeof ENGINES)[number]): Promise<Asked[]> {
  const url = engine === 'postgres' ? await startPostgres(bench) : undefined;
  const named = { name: `Sallyport on ${engine}`, folder: engine };
  const server = await startSallyport(bench, { ...named, ...(url !== undefined && { databaseUrl: url }) });
  await openCalls(server, 1);
  const place = [databaseFileOf(bench, engine), ...(url === undefined ? [] : [url])];
  const args = [SEED, AGENCY, OTHER_AGENCY, String(INCIDENTS), ...place];
  const seeding = bench.children.start({ name: `seed ${engine}`, side: 'load', args, hasChannel: true });
  const { facts } = await askChild<{ facts: string[] }>(seeding, {});
  const searches: Searches = searchesBy(facts);
  const asked: Asked[] = [];
  const [own, other] = [await adminSession(server), await adminSession(server, OTHER_ADMINISTRATOR)];
  for (const [kind, texts] of Object.entries(searches)) asked.push(await ask(server.origin, own, kind, texts));
  for (const kind of BY_THE_SMALL) {
    asked.push(await ask(server.origin, other, `${kind}, by the small agency`, searches[kind] ?? []));
  }
  await bench.children.stopAll();
  return asked;
}

/** How long each kind of search takes where a million incidents are stored, one after the other, from request to answer. */
export const search: FigureCase = {
  id: 'search',
  title: `searches of ${INCIDENTS.toLocaleString('en')} incidents and half as many notes`,
  isOnlyNamed: true,
  async measure(bench, progress) {
    const rows: string[][] = [];
    const verdicts: Verdict[] = [];
    for (const engine of ENGINES) {
      progress(`  ${engine}`);
      for (const { kind, latenciesMs, found } of await measureEngine(bench, engine)) {
        const [p50, p99] = [percentile([latenciesMs], 0.5), percentile([latenciesMs], 0.99)];
        rows.push([engine, kind, String(latenciesMs.length), String(found), p50.toFixed(1), p99.toFixed(1)]);
        const isMet = p99 < BELOW_MS;
        verdicts.push({
          bar: `${kind}, ${engine}: p99`,
          measured: `${p99.toFixed(1)} ms`,
          wanted: `< ${BELOW_MS} ms`,
          isMet,
        });
      }
    }
    return { heading: ['engine', 'known', 'searches', 'that found', 'p50 ms', 'p99 ms'], rows, verdicts };
  },
};
