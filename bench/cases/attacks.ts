import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, FigureCase, Verdict } from '../case.ts';
import { ATTACKS, type Attack } from '../load/attacks.ts';
import { tokenRequest } from '../load/token-request.ts';
import { residentBytes } from '../process/resident-bytes.ts';
import type { Server } from '../process/start-server.ts';
import { requireOk } from '../servers/asking.ts';
import { AGENT, CAD, startSallyportAsShipped } from '../servers/sallyport.ts';

const ATTACKED_FOR_MS = 10_000;
const SETTLE_MS = 3_000;
const WARM_UP_TOKENS = 300;
const ASK_EVERY_MS = 20;
const GROWTH_BAR_MEGABYTES = 64;
const P99_BAR_MS = 250;
const FIXED = ['/openapi.json', '/docs', '/docs/js/scalar.js', '/oauth/jwks.json'];

const client = { client_id: CAD.clientId, client_secret: CAD.clientSecret };
const machineToken = tokenRequest('/oauth/token', { grant_type: 'client_credentials', ...client });
const seat = tokenRequest('/oauth/v2/token', { grant_type: 'password', ...client, ...AGENT });

const megabytes = (bytes: number) => bytes / 2 ** 20;
const at = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** Everything that is made once is made, so that only what the attack costs is counted. */
async function warmUp({ origin }: Server): Promise<void> {
  for (const path of FIXED) await requireOk(await fetch(origin + path));
  for (let token = 0; token < WARM_UP_TOKENS; token += 1) await machineToken.askOnce(origin);
  await seat.askOnce(origin);
  await sleep(SETTLE_MS);
}

/** Asks again and again, each after the one before, and notes how long each took. */
async function latenciesOf(ask: () => Promise<unknown>, until: number): Promise<number[]> {
  const latencies: number[] = [];
  while (performance.now() < until) {
    const start = performance.now();
    await ask();
    latencies.push(performance.now() - start);
    await sleep(ASK_EVERY_MS);
  }
  return latencies.sort((left, right) => left - right);
}

async function measureOne(
  bench: Bench,
  attack: Attack,
  index: number,
): Promise<{ row: string[]; verdicts: Verdict[] }> {
  const server = await startSallyportAsShipped(bench, `attacked-${index}`);
  await attack.prepare?.(server);
  await warmUp(server);
  const idle = residentBytes(server.pid);
  let most = idle;
  const watch = setInterval(() => {
    most = Math.max(most, residentBytes(server.pid));
  }, 50);
  const stop = await attack.start(server);
  const until = performance.now() + ATTACKED_FOR_MS;
  const [tokens, seats] = await Promise.all([
    latenciesOf(() => machineToken.askOnce(server.origin), until),
    latenciesOf(() => seat.askOnce(server.origin), until),
  ]);
  clearInterval(watch);
  stop();
  const grown = megabytes(most - idle);
  const p99 = at(tokens, 0.99);
  const figures = [megabytes(idle), megabytes(most), grown, at(tokens, 0.5), p99, at(seats, 0.99)];
  server.process.kill('SIGTERM');
  return {
    row: [attack.name, ...figures.map((figure) => figure.toFixed(1))],
    verdicts: [
      {
        bar: `memory under ${attack.name}`,
        measured: `${grown.toFixed(1)} MB more`,
        wanted: `< ${GROWTH_BAR_MEGABYTES} MB`,
        isMet: grown < GROWTH_BAR_MEGABYTES,
      },
      {
        bar: `p99 of a machine's token under ${attack.name}`,
        measured: `${p99.toFixed(0)} ms`,
        wanted: `< ${P99_BAR_MS} ms`,
        isMet: p99 < P99_BAR_MS,
      },
    ],
  };
}

/** What strangers and one greedy client cost: memory, and the time of somebody else's token and sign-in. */
export const attacks: FigureCase = {
  id: 'attacks',
  title: 'memory and latencies under attack',
  async measure(bench, progress) {
    const rows: string[][] = [];
    const verdicts: Verdict[] = [];
    for (const [index, attack] of ATTACKS.entries()) {
      progress(`attacks: ${attack.name}`);
      const measured = await measureOne(bench, attack, index);
      progress(`  ${measured.row.slice(1).join(' ')}`);
      rows.push(measured.row);
      verdicts.push(...measured.verdicts);
    }
    const heading = ['attack', 'RSS idle, MB', 'RSS most', 'more', 'token p50, ms', 'token p99', 'sign-in p99'];
    return { heading, rows, verdicts };
  },
};
