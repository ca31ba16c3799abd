import { compose, type Gateway } from '../../gateway/src/app/compose.ts';
import type { GatewayParts } from '../../gateway/src/app/parts.ts';
import { seedDemo } from '../../gateway/src/app/seed-demo.ts';
import { loadConfig } from '../../gateway/src/config/load-config.ts';
import type { Config } from '../../gateway/src/config/options.ts';
import type { ResolveHost } from '../../gateway/src/delivery/webhooks/addresses/host-resolver.ts';
import type { Dialect } from '../../gateway/src/dialects/routing/dialect.ts';
import { buildServer } from '../../gateway/src/http/build-server.ts';
import type { Geocoder } from '../../gateway/src/incidents/locations/geocoder.ts';
import type { Clock } from '../../gateway/src/kernel/clock.ts';
import { silentLog } from '../../gateway/src/kernel/log.ts';
import { createSystemRandom } from '../../gateway/src/kernel/random.ts';
import type { Tracing } from '../../gateway/src/kernel/tracing/tracing.ts';
import { AskedLoops } from './asked-loops.ts';
import { DEMO_HASHES } from './demo-hashes.ts';
import type { Engine } from './engines.ts';

/** A clock that stands until it is moved. */
export interface TestClock extends Clock {
  /** Time passes. */
  advance(milliseconds: number): void;
  /** The clock is set, forth or back, and no time passes. */
  step(milliseconds: number): void;
}

export const TEST_START = Date.UTC(2026, 10, 21, 12, 0, 0);
/** 32 bytes in base64, the same for every gateway of a test. */
export const TEST_SEALING_KEYS = [Buffer.alloc(32, 9).toString('base64')];
export const TEST_URL = 'http://127.0.0.1:8911';

export function testClock(start = TEST_START): TestClock {
  let now = start;
  let elapsed = 0;
  return {
    now: () => now,
    elapsed: () => elapsed,
    advance(milliseconds) {
      now += milliseconds;
      elapsed += milliseconds;
    },
    step(milliseconds) {
      now += milliseconds;
    },
  };
}

/** The machine's clock, which the test moves besides: for what another program judges by a clock of its own. */
export function runningClock(): TestClock {
  let [moved, passed] = [0, 0];
  return {
    now: () => Date.now() + moved,
    elapsed: () => performance.now() + passed,
    advance(milliseconds) {
      moved += milliseconds;
      passed += milliseconds;
    },
    step(milliseconds) {
      moved += milliseconds;
    },
  };
}

/** The whole gateway over one engine, seeded with the sandbox, its clock in the test's hand, without a socket. */
export async function testWorld(
  engine: Engine,
  changed: Partial<Config> = {},
  clock: TestClock = testClock(),
  resolveHost?: ResolveHost,
  geocoder?: Geocoder,
  dialects?: readonly Dialect<GatewayParts>[],
  tracing: Tracing | null = null,
) {
  const config: Config = { ...loadConfig({}, {}), demo: true, logLevel: 'silent', ...changed };
  const database = await engine.open();
  let loops: AskedLoops | undefined;
  const gateway: Gateway = await compose({
    config,
    publicUrl: TEST_URL,
    clock,
    random: createSystemRandom(),
    log: silentLog,
    database,
    sealingKeys: TEST_SEALING_KEYS,
    tracing,
    newLoops: (ports) => {
      loops = new AskedLoops(ports);
      return loops;
    },
    ...(resolveHost && { resolveHost }),
    ...(geocoder && { geocoder }),
    ...(dialects && { dialects }),
  });
  await gateway.start();
  await seedDemo(gateway.parts, async (password) => DEMO_HASHES[password] ?? gateway.parts.passwords.hash(password));
  const app = await buildServer(gateway.served, config, 'no-portal-in-this-test');
  return {
    ...gateway,
    app,
    clock,
    /** So much time passes, and whoever works by the clock looks now instead of at its next look. */
    pass(milliseconds: number): void {
      clock.advance(milliseconds);
      loops?.runRepeated();
      database.notifier.notify('events');
    },
    async stop() {
      await app.close();
      await gateway.stop();
    },
  };
}
