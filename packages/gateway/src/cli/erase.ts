import { createInterface } from 'node:readline/promises';
import { eraseAgency } from '../records/erase/erase-agency.ts';
import { type ErasedCounts, planErasure } from '../records/erase/plan-erasure.ts';
import { CONSOLE, defineCommand, flag, needed, UsageError } from './command.ts';
import { progressOn } from './progress.ts';
import { withGateway } from './with-gateway.ts';

const inWords = (counts: ErasedCounts) =>
  Object.entries(counts)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ');

/** True once somebody at a terminal has typed the id. */
async function isTyped(agencyId: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const typed = await terminal.question(`Type ${agencyId} to remove it: `).finally(() => terminal.close());
  return typed.trim() === agencyId;
}

export const eraseCommand = defineCommand({
  words: ['erase'],
  options: {
    agency: needed('id', 'The agency whose records are removed'),
    'dry-run': flag('Print what would be removed, and remove nothing'),
    yes: flag('Do not ask at the terminal'),
    force: flag('Although calls go on or alerts are not answered'),
  },
  serverOptions: 'place',
  sentence:
    "Remove an agency's incidents, event log, media, CAD incidents, deeplinks and delivery log for good, beside a running server too; the agency, its users, clients and webhooks and the audit stay. Stopped in the middle, run it again",
  async run(call) {
    const { agency: agencyId, force, yes, 'dry-run': isDryRun } = call.options;
    return withGateway(call, async ({ parts }) => {
      const { counts, openIncidents } = await planErasure(parts, agencyId);
      const open = openIncidents === 0 ? '' : `; ${openIncidents} of the incidents are open`;
      call.stdout.write(`Of ${agencyId} would be removed: ${inWords(counts)}${open}\n`);
      if (isDryRun === true) return 0;
      if (yes !== true && !process.stdin.isTTY) throw new UsageError('Give --yes, or run it at a terminal');
      if (yes !== true && !(await isTyped(agencyId))) {
        call.stderr.write('Nothing was removed\n');
        return 1;
      }
      const progress = progressOn(call);
      const { left } = await eraseAgency(parts, {
        ...{ agencyId, isForced: force === true, actor: CONSOLE },
        onProgress: (step) => progress.show(step, null),
      }).finally(progress.end);
      const isWhole = Object.values(left).every((count) => count === 0);
      call.stdout.write(
        isWhole ? 'Removed\n' : `Left, because of what happened meanwhile: ${inWords(left)}; run it again\n`,
      );
      return isWhole ? 0 : 1;
    });
  },
});
