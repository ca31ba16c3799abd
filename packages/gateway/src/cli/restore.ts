import { acceptRestored, type RestoreOutcome, restoreInstallation } from '../app/backup/restore-installation.ts';
import { addressOf } from '../app/serve.ts';
import { createSystemRandom } from '../kernel/random.ts';
import { SteadyClock } from '../kernel/steady-clock.ts';
import { type Call, CONSOLE, defineCommand, flag, UsageError } from './command.ts';
import { configOf } from './config-of.ts';
import { progressOn } from './progress.ts';
import { undoOnSignal } from './undo-on-signal.ts';

function print(call: Call, outcome: RestoreOutcome): number {
  const { epoch, manifest, grantsEnded, sessionsEnded, mailsGivenUp, webhooksGoingOn, auditFaults } = outcome;
  const made = manifest === undefined ? '' : ` as of ${manifest.made_at}`;
  const mails =
    mailsGivenUp === 0
      ? ''
      : `${mailsGivenUp} mails waited and may have been sent before: see sallyport outbox list, and retry what was not\n`;
  const counts = { grants_ended: grantsEnded, sessions_ended: sessionsEnded, webhooks_going_on: webhooksGoingOn };
  call.print(
    { epoch, made_at: manifest?.made_at ?? null, ...counts, mails_given_up: mailsGivenUp, audit_faults: auditFaults },
    `Restored${made}, in epoch ${epoch}\nEvery access token is void. Ended: ${grantsEnded} grants, ${sessionsEnded} sessions, and every deeplink and password link\n${webhooksGoingOn} webhooks go on from where they stood, with ${epoch} in their header sallyport-epoch\n${mails}What was changed since is as it was before: look for removed users, rotated secrets and revoked access\n`,
  );
  for (const fault of auditFaults) call.fault(fault);
  return auditFaults.length === 0 ? 0 : 1;
}

export const restoreCommand = defineCommand({
  words: ['restore'],
  operand: { name: 'file', sentence: 'What sallyport backup wrote' },
  options: {
    accept: flag(
      'No file: the database was put in place by hand, or lost its newest transactions. Every server must be stopped',
    ),
    'without-key': flag('The key it was sealed under is lost: give up what was sealed'),
  },
  serverOptions: 'place',
  sentence:
    'Put a backup into an empty data folder or PostgreSQL database, verified before and after. Tokens and sessions of before end, and every reader learns that it must read anew',
  async run(call) {
    const { operand: file, options } = call;
    const isAccepted = options.accept === true;
    if ((file === undefined) !== isAccepted) throw new UsageError('restore takes a file, or --accept without one');
    const config = configOf(call);
    const progress = progressOn(call);
    const undo = undoOnSignal();
    const request = {
      config,
      publicUrl: config.publicUrl ?? addressOf(config.host, config.port),
      actor: CONSOLE,
      isKeyLost: options['without-key'] === true,
      clock: new SteadyClock(),
      random: createSystemRandom(),
      warn: call.note,
      onProgress: progress.show,
      onTemporary: undo.add,
    };
    try {
      const outcome =
        file === undefined ? await acceptRestored(request) : await restoreInstallation({ ...request, file });
      progress.end();
      return print(call, outcome);
    } finally {
      progress.end();
      undo.release();
    }
  },
});
