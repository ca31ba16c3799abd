import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, FigureCase, Verdict } from '../case.ts';
import type { Attack } from '../load/attack.ts';
import { ATTACKS } from '../load/attacks.ts';
import { probe } from '../load/prober.ts';
import { startAttacker } from '../load/start-attacker.ts';
import { tokenRequest } from '../load/token-request.ts';
import { residentBytes } from '../process/resident-bytes.ts';
import type { Server } from '../process/start-server.ts';
import { requireOk } from '../servers/asking.ts';
import { AGENT, BEHIND_PROXY, CAD, startSallyportAsShipped } from '../servers/sallyport.ts';

const ATTACKED_FOR_MS = 10_000;
const UNATTACKED_FOR_MS = 3_000;
const SETTLE_MS = 3_000;
const WARM_UP_TOKENS = 300;
const TOKEN_EVERY_MS = 50;
/** A hash, whose 19 MB are not of the attack, takes a few times as long. */
const LOOKED_AT_EVERY_MS = 10;
const SIGN_IN_EVERY_MS = 200;
const GROWTH_BAR_MEGABYTES = 64;
const P99_BAR_MS = 250;
const HEADING = [
  'attack',
  'RSS before, MB',
  'RSS most',
  'more',
  'token p50, ms',
  'token p99',
  'sign-in p99',
  'tokens failed',
  'sign-ins failed',
];
const FIXED = ['/openapi.json', '/docs', '/docs/js/scalar.js', '/oauth/jwks.json'];

const client = { client_id: CAD.clientId, client_secret: CAD.clientSecret };
const machineToken = tokenRequest('/oauth/token', { grant_type: 'client_credentials', ...client });
const seat = tokenRequest('/oauth/v2/token', { grant_type: 'password', ...client, ...AGENT });

const megabytes = (bytes: number) => bytes / 2 ** 20;
/** Everything that is made once is made, so that only what the attack costs is counted. */
async function warmUp({ origin }: Server): Promise<void> {
  for (const path of FIXED) await requireOk(await fetch(origin + path));
  for (let token = 0; token < WARM_UP_TOKENS; token += 1) await machineToken.askOnce(origin);
  await seat.askOnce(origin);
  await sleep(SETTLE_MS);
}

/** What the prober's tokens and sign-ins took, and the most memory the server had meanwhile. */
async function probeFor({ pid, origin }: Server, durationMs: number) {
  let most = residentBytes(pid);
  const watch = setInterval(() => {
    most = Math.max(most, residentBytes(pid));
  }, LOOKED_AT_EVERY_MS);
  const [tokens, seats] = await Promise.all([
    probe(() => machineToken.askOnce(origin), TOKEN_EVERY_MS, durationMs),
    probe(() => seat.askOnce(origin), SIGN_IN_EVERY_MS, durationMs),
  ]);
  clearInterval(watch);
  return { most, tokens, seats };
}

async function measureOne(
  bench: Bench,
  attack: Attack,
  index: number,
): Promise<{ row: string[]; verdicts: Verdict[] }> {
  const server = await startSallyportAsShipped(bench, `attacked-${index}`, attack.isForwarded ? BEHIND_PROXY : []);
  const attacker = startAttacker(bench.children, attack, server);
  await attacker.prepare();
  await warmUp(server);
  const { most: idle } = await probeFor(server, UNATTACKED_FOR_MS);
  await attacker.start();
  const { most, tokens, seats } = await probeFor(server, ATTACKED_FOR_MS);
  await attacker.stop();
  server.process.kill('SIGTERM');
  const grown = megabytes(most - idle);
  const figures = [megabytes(idle), megabytes(most), grown, tokens.p50Ms, tokens.p99Ms, seats.p99Ms];
  const failures = [tokens, seats].map(({ failures, asked }) => `${failures} of ${asked}`);
  return {
    row: [attack.name, ...figures.map((figure) => figure.toFixed(1)), ...failures],
    verdicts: [
      {
        bar: `memory under ${attack.name}`,
        measured: `${grown.toFixed(1)} MB more`,
        wanted: `< ${GROWTH_BAR_MEGABYTES} MB`,
        isMet: grown < GROWTH_BAR_MEGABYTES,
      },
      {
        bar: `p99 of a machine's token under ${attack.name}`,
        measured: `${tokens.p99Ms.toFixed(0)} ms`,
        wanted: `< ${P99_BAR_MS} ms, no failure`,
        isMet: tokens.p99Ms < P99_BAR_MS && tokens.failures === 0,
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
    return { heading: HEADING, rows, verdicts };
  },
};
