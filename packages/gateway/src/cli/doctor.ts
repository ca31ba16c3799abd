import { examine } from '../app/doctor/examine.ts';
import type { Finding } from '../app/doctor/finding.ts';
import { addressOf } from '../app/serve.ts';
import { SteadyClock } from '../kernel/steady-clock.ts';
import { defineCommand, flag, value } from './command.ts';
import { configOf } from './config-of.ts';

const MARKS = { ok: 'ok     ', warning: 'warning', fault: 'FAULT  ' } as const;

function lineOf({ status, check, found, action }: Finding): string {
  return `${MARKS[status]}  ${check}: ${found}${action === undefined ? '' : `\n           ${action}`}\n`;
}

export const doctorCommand = defineCommand({
  words: ['doctor'],
  options: {
    json: flag('Print JSON'),
    backups: value('folder', 'Where backups are kept: how old the newest is, is checked too'),
  },
  serverOptions: 'place',
  sentence:
    'Look for what is wrong here, with the server running or stopped, and print what to do; exit code 1 on a fault',
  async run(call) {
    const config = configOf(call);
    const clock = new SteadyClock();
    const publicUrl = config.publicUrl ?? addressOf(config.host, config.port);
    const findings = await examine(config, {
      publicUrl,
      backups: call.options.backups ?? null,
      now: () => clock.now(),
    });
    if (call.options.json === true) call.stdout.write(`${JSON.stringify({ findings }, null, 2)}\n`);
    else for (const finding of findings) call.stdout.write(lineOf(finding));
    return findings.some(({ status }) => status === 'fault') ? 1 : 0;
  },
});
