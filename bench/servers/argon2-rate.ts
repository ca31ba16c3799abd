import { argon2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { OPTIONS } from '../../packages/gateway/src/config/options.ts';
import { ARGON2_PARAMETERS } from '../../packages/gateway/src/people/passwords/password-hasher.ts';

// The reference for logins: what the machine's argon2id gives on the server core, with Sallyport's parameters and as
// many hashes at a time, and no server around it. A message with a duration starts a run; the answer is the rate of all
// its hashes and the latency of each, as a load stream gives them.

const hash = promisify(argon2);
const message = Buffer.from('sandbox-agent-pass-911');

async function hashUntil(endsAt: number, latenciesMs: number[]): Promise<void> {
  for (let startedAt = performance.now(); startedAt < endsAt; ) {
    await hash('argon2id', { ...ARGON2_PARAMETERS, message, nonce: randomBytes(16) });
    const doneAt = performance.now();
    latenciesMs.push(doneAt - startedAt);
    startedAt = doneAt;
  }
}

process.on('message', ({ durationMs }: { durationMs: number }) => {
  const latenciesMs: number[] = [];
  const startsAt = performance.now();
  const workers = Array.from({ length: OPTIONS.argon2Concurrency.default }, () =>
    hashUntil(startsAt + durationMs, latenciesMs),
  );
  void Promise.all(workers).then(() => {
    const seconds = (performance.now() - startsAt) / 1000;
    process.send?.({ ratePerSecond: latenciesMs.length / seconds, latenciesMs: Float64Array.from(latenciesMs) });
  });
});
