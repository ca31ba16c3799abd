import { compose, type Gateway } from '../app/compose.ts';
import { openInstallation } from '../app/installation/open-installation.ts';
import { addressOf } from '../app/serve.ts';
import type { Config } from '../config/options.ts';
import { silentLog } from '../kernel/log.ts';
import { createSystemRandom } from '../kernel/random.ts';
import { SteadyClock } from '../kernel/steady-clock.ts';
import type { Call } from './command.ts';
import { configOf } from './config-of.ts';

/**
 * Runs `work` on the installation's database, beside a running server or without one. Refuses a place that has none with
 * an `InstallationError`, unless it `mayCreate`.
 */
export async function withGateway<T>(
  call: Pick<Call, 'server' | 'note'>,
  work: (gateway: Gateway, config: Config) => Promise<T>,
  { mayCreate = false } = {},
): Promise<T> {
  const config = configOf(call);
  const publicUrl = config.publicUrl ?? addressOf(config.host, config.port);
  const random = createSystemRandom();
  const installation = await openInstallation({ config, mayCreate, random, log: silentLog, warn: call.note });
  const gateway = await compose({
    config,
    publicUrl,
    clock: new SteadyClock(),
    random,
    log: silentLog,
    ...installation,
  });
  try {
    return await work(gateway, config);
  } finally {
    await gateway.stop();
  }
}
