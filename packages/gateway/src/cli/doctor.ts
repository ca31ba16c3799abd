import { checkBackups } from '../app/backup/check-backups.ts';
import { examine } from '../app/doctor/examine.ts';
import { addressOf } from '../app/serve.ts';
import { SteadyClock } from '../kernel/steady-clock.ts';
import type { Finding } from '../operation/findings/finding.ts';
import { type Call, defineCommand, value } from './command.ts';
import { configOf } from './config-of.ts';
import { examineProfile } from './profiles/examine-profile.ts';
import { readProfile } from './profiles/profile-folder.ts';
import { profileNameOf } from './with-profile.ts';

/** For how long a profile's server is waited for, at each step. */
const PROFILE_WITHIN_MS = 15_000;
const MARKS = { ok: 'ok     ', warning: 'warning', fault: 'FAULT  ' } as const;

function lineOf({ status, check, found, action }: Finding): string {
  return `${MARKS[status]}  ${check}: ${found}${action === undefined ? '' : `\n           ${action}`}\n`;
}

/** Prints the findings; exit code 1 where one is a fault. */
function report(call: Call, findings: readonly Finding[]): number {
  const shown = call.isQuiet ? findings.filter(({ status }) => status !== 'ok') : findings;
  const text = shown.map(lineOf).join('');
  const printed = shown.map(({ foundBy: _found, actionBy: _action, ...finding }) => finding);
  if (call.isJson || shown.length > 0) call.printFault({ findings: printed }, text);
  return findings.some(({ status }) => status === 'fault') ? 1 : 0;
}

export const doctorCommand = defineCommand({
  words: ['doctor'],
  options: {
    profile: value(
      'name',
      'Look at this profile of sallyport login instead: its files, its server, its clock, its token',
    ),
    backups: value('folder', 'Where backups are kept: how old the newest is, is checked too'),
  },
  serverOptions: 'place',
  sentence:
    'Look for what is wrong here, with the server running or stopped, and print what to do; exit code 1 on a fault',
  async run(call) {
    if (call.options.profile !== undefined) {
      const name = profileNameOf({ profile: call.options.profile });
      return report(call, await examineProfile(name, await readProfile(name), PROFILE_WITHIN_MS));
    }
    const config = configOf(call);
    const clock = new SteadyClock();
    const publicUrl = config.publicUrl ?? addressOf(config.host, config.port);
    const findings = await examine(config, { publicUrl, now: () => clock.now() });
    const { backups } = call.options;
    return report(call, backups === undefined ? findings : [...findings, checkBackups(backups, clock.now())]);
  },
});
