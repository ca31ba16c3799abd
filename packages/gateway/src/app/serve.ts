import { fileURLToPath } from 'node:url';
import pino from 'pino';
import type { Config } from '../config/options.ts';
import { buildServer } from '../http/build-server.ts';
import { proxyWarning } from '../http/undeclared-proxy.ts';
import { createSystemRandom } from '../kernel/random.ts';
import { SteadyClock } from '../kernel/steady-clock.ts';
import { compose } from './compose.ts';
import { freePort } from './free-port.ts';
import { giveBackMemoryWhenIdle } from './give-back-memory.ts';
import { openInstallation } from './installation/open-installation.ts';
import { seedDemo } from './seed-demo.ts';

export interface RunningServer {
  readonly publicUrl: string;
  /** Takes no new connection, finishes what is running, then closes the database. */
  stop(): Promise<void>;
}

/** Where `npm run build` puts the portal. */
const PORTAL_DIR = fileURLToPath(new URL('../../../portal/dist', import.meta.url));
const IDLE_SWEEP_MS = 50;
/** What is said of an error. A database names the values of a row in `detail`, which no log may hold. */
function spellError(error: Error & { code?: string }): object {
  return { type: error.name, message: error.message, code: error.code, stack: error.stack };
}

/** What the logger must never print, whatever is handed to it. */
const REDACTED = ['password', 'token', 'secret', 'client_secret', 'authorization', 'cookie', '*.password', '*.token'];

/** The URL of a server that listens there, for a client on the same machine. */
export function addressOf(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

/** Starts the server and resolves once it answers. */
export async function serve(config: Config): Promise<RunningServer> {
  const log = pino({
    level: config.logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: REDACTED,
    serializers: { err: spellError },
  });
  // The issuer is part of every token, so the port must be known before the first part is made.
  const port = config.port === 0 ? await freePort(config.host) : config.port;
  const publicUrl = (config.publicUrl ?? addressOf(config.host, port)).replace(/\/+$/, '');
  const random = createSystemRandom();
  const warn = (sentence: string) => log.warn({}, sentence);
  const installation = await openInstallation({ config, mayCreate: true, random, log, warn });
  const gateway = await compose({ config, publicUrl, clock: new SteadyClock(), random, log, ...installation });
  try {
    await gateway.start();
    if (config.demo) await seedDemo(gateway.parts);
    const app = await buildServer(gateway.parts, config, PORTAL_DIR);
    await app.listen({ host: config.host, port });
    const proxy = proxyWarning(config);
    if (proxy !== null) log.warn({}, proxy);
    log.info({ publicUrl, engine: gateway.parts.database.engine }, 'listening');
    const letGo = gateway.parts.unhandled.survive(process);
    const keepMemory = giveBackMemoryWhenIdle(app.server);
    return {
      publicUrl,
      async stop() {
        keepMemory();
        // A kept-alive connection falls idle only after its last answer, and would hold the stop for a minute.
        const sweep = setInterval(() => app.server.closeIdleConnections(), IDLE_SWEEP_MS);
        await app.close().finally(() => clearInterval(sweep));
        await gateway.stop();
        letGo();
      },
    };
  } catch (err) {
    await gateway.stop();
    throw err;
  }
}
