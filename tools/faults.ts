import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';

const TEST = 'tests/client/faults.test.ts';
/** Starts, stops and the reading of what was stored, beside the minutes themselves. */
const BESIDE_MS = 600_000;

/** `npm run faults -- --minutes 10 --seed 13`: the client's fault run for longer than a run of all tests has time for. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string' } } });
  const lastsMs = Math.round(Number(values.minutes) * 60_000);
  if (!(lastsMs >= 1_000)) throw new Error('--minutes must be a number, as in --minutes 10');
  if (values.seed !== undefined && !/^\d+$/.test(values.seed)) throw new Error('--seed must be a whole number');
  const env = {
    ...process.env,
    FAULTS_MS: String(lastsMs),
    ...(values.seed !== undefined && { FAULTS_SEED: values.seed }),
  };
  const args = ['--test', '--test-reporter=spec', `--test-timeout=${lastsMs + BESIDE_MS}`, TEST];
  const child = spawn(process.execPath, args, { stdio: 'inherit', env });
  const [code] = await once(child, 'exit');
  process.exitCode = code ?? 1;
}

await main();
