import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import type { Config } from '../config/options.ts';
import { buildServer } from '../http/build-server.ts';
import { proxyWarning } from '../http/client-address.ts';
import { createSystemRandom } from '../kernel/random.ts';
import { SteadyClock } from '../kernel/steady-clock.ts';
import { boundOldMemory } from './bound-old-memory.ts';
import { boundYoungMemory } from './bound-young-memory.ts';
import { compose } from './compose.ts';
import { seedDemoAddresses } from './demo-addresses.ts';
import { freePort } from './free-port.ts';
import { openInstallation } from './installation/open-installation.ts';
import { seedDemo } from './seed-demo.ts';
import { databaseStartFault } from './start-faults/database-start-fault.ts';
import { listenFault } from './start-faults/listen-fault.ts';
import { configuredTracing } from './tracing/configured-tracing.ts';

export interface RunningServer {
  readonly publicUrl: string;
  /**
   * Drains, finishes what is running, then closes the database; within `shutdownSeconds`. False where something of it did
   * not end by then.
   */
  stop(): Promise<boolean>;
}

/** Where the portal was built: beside this in an installed package, in its own folder in a checkout. */
const PORTAL_DIR =
  ['../portal', '../../../portal/dist'].map((path) => fileURLToPath(new URL(path, import.meta.url))).find(existsSync) ??
  '';
/** Of connections that come together: the system drops one it has no room for, and its client tries again after a second. */
const CONNECTIONS_WAITING = 4_096;
/** For the database and what is on its way, also where the connections took all of the time. */
const LEAST_FOR_PARTS_MS = 2_000;
/** What is stated of an error. A database names the values of a row in `detail`, which no log may hold. */
function encodeError(error: Error & { code?: string }): object {
  return { type: error.name, message: error.message, code: error.code, stack: error.stack };
}

/** What the logger must never print, whatever is handed to it. */
const REDACTED = ['password', 'token', 'secret', 'client_secret', 'authorization', 'cookie', '*.password', '*.token'];

/** The URL of a server that listens there, for a client on the same machine. */
export function addressOf(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

async function within(milliseconds: number, work: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

function failToListen(err: unknown): never {
  throw listenFault(err);
}

/** Starts the server and resolves once it answers. */
export async function serve(config: Config): Promise<RunningServer> {
  const log = pino({
    level: config.logLevel,
    formatters: { level: (label) => ({ level: label }) },
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: REDACTED,
    serializers: { err: encodeError },
  });
  // The issuer is part of every token, so the port must be known before the first part is made.
  const port = config.port === 0 ? await freePort(config.host).catch(failToListen) : config.port;
  const publicUrl = (config.publicUrl ?? addressOf(config.host, port)).replace(/\/+$/, '');
  const random = createSystemRandom();
  const warn = (sentence: string) => log.warn({}, sentence);
  const tracing = await configuredTracing(process.env);
  const installation = await openInstallation({ config, mayCreate: true, random, log, warn });
  const gateway = await compose({ config, publicUrl, clock: new SteadyClock(), random, log, tracing, ...installation });
  try {
    await gateway.start();
    if (config.demo) {
      await seedDemo(gateway.parts);
      await seedDemoAddresses(gateway.parts);
    }
    const app = await buildServer(gateway.served, config, PORTAL_DIR);
    await app.listen({ host: config.host, port, backlog: CONNECTIONS_WAITING });
    const proxy = proxyWarning(config);
    if (proxy !== null) log.warn({}, proxy);
    log.info({ publicUrl, engine: gateway.parts.database.engine }, 'listening');
    const letGo = gateway.parts.unhandled.survive(process);
    boundOldMemory();
    const endWatch = boundYoungMemory();
    return {
      publicUrl,
      async stop() {
        const startedAt = performance.now();
        const deadlineMs = config.shutdownSeconds * 1000;
        log.info({}, 'stopping');
        await app.drain.stop({ drainMs: config.drainSeconds * 1000, deadlineMs: deadlineMs - LEAST_FOR_PARTS_MS / 2 });
        const left = Math.max(deadlineMs - (performance.now() - startedAt), LEAST_FOR_PARTS_MS / 2);
        const hasEnded = await within(left, gateway.stop());
        if (!hasEnded) log.error({ deadlineMs }, 'the server did not end in time; what was acknowledged is stored');
        endWatch();
        letGo();
        return hasEnded;
      },
    };
  } catch (err) {
    await gateway.stop();
    throw databaseStartFault(listenFault(err), config);
  }
}
