import { ConfigError } from '../config/load-config.ts';
import { DomainError } from '../kernel/errors.ts';
import { InstallationError } from '../kernel/installation-error.ts';
import { addAgencyCommand, setBoundaryCommand, setRetentionCommand, setTimeZoneCommand } from './agency.ts';
import { exportAuditCommand, verifyAuditCommand } from './audit.ts';
import { listCallflowsCommand, removeCallflowCommand, setCallflowCommand } from './callflow.ts';
import { cleanUpCommand } from './clean-up.ts';
import { addClientCommand, addSecretCommand, replaceKeysCommand, setClientTimeZoneCommand } from './client.ts';
import { type Command, UsageError } from './command.ts';
import { configCommand } from './config.ts';
import { checkDatabaseCommand } from './database.ts';
import { rotateKeysCommand } from './keys.ts';
import { serveCommand } from './serve.ts';
import { setupCommand } from './setup.ts';
import { simulateCommand } from './simulate.ts';
import { listUsersCommand, releaseUserCommand, resetUserCommand } from './user.ts';
import { webhookListenCommand } from './webhook-listen.ts';

const COMMANDS: readonly Command[] = [
  serveCommand,
  setupCommand,
  releaseUserCommand,
  resetUserCommand,
  listUsersCommand,
  addAgencyCommand,
  setRetentionCommand,
  setTimeZoneCommand,
  setBoundaryCommand,
  addClientCommand,
  addSecretCommand,
  setClientTimeZoneCommand,
  replaceKeysCommand,
  setCallflowCommand,
  removeCallflowCommand,
  listCallflowsCommand,
  rotateKeysCommand,
  verifyAuditCommand,
  exportAuditCommand,
  cleanUpCommand,
  checkDatabaseCommand,
  configCommand,
  simulateCommand,
  webhookListenCommand,
];

function help(): string {
  const lines = COMMANDS.map(
    ({ words, usage, sentence }) =>
      `  sallyport ${words.join(' ')}${usage === '' ? '' : ` ${usage}`}\n      ${sentence}`,
  );
  return ['Sallyport, the access gateway for emergency-response data', '', ...lines, ''].join('\n');
}

function find(args: readonly string[]): Command | undefined {
  return COMMANDS.find(({ words }) => words.every((word, index) => args[index] === word));
}

/** Errors whose message says all there is to say. */
const OURS = [ConfigError, DomainError, UsageError, InstallationError];

function exitCodeOf(err: unknown): number {
  if (err instanceof ConfigError || err instanceof UsageError) return 2;
  return err instanceof InstallationError ? 3 : 1;
}

/**
 * Runs one command. Ends the process with 0, with 1 where the command failed, with 2 where it was called wrongly, or with 3
 * where the installation's folder or database cannot be used as it is.
 */
export async function main(args: readonly string[]): Promise<void> {
  const command = find(args);
  if (command === undefined) {
    const asked = args.length === 0 || ['help', '--help', '-h'].includes(args[0] ?? '');
    (asked ? process.stdout : process.stderr).write(help());
    process.exitCode = asked ? 0 : 2;
    return;
  }
  try {
    process.exitCode = await command.run(args.slice(command.words.length));
  } catch (err) {
    const isOurs = OURS.some((kind) => err instanceof kind);
    process.stderr.write(`${isOurs ? (err as Error).message : ((err as Error).stack ?? String(err))}\n`);
    process.exitCode = exitCodeOf(err);
  }
}
