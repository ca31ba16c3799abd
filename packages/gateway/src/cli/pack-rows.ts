import { createInterface } from 'node:readline/promises';
import { packRows } from '../app/packing/pack-rows.ts';
import { isAtTerminal } from './ask-for.ts';
import { type Call, CONSOLE, defineCommand, flag, UsageError } from './command.ts';
import { withGateway } from './with-gateway.ts';

const STATED =
  'Audit records of tokens, bodies of events and what incidents state will be written packed. The version before cannot be started on this database from then on: the way back is a backup from before, without what came after it.\n';

async function isTyped({ terminal: shownOn }: Pick<Call, 'terminal'>): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: shownOn ?? undefined });
  const typed = await terminal.question('Type pack to go on: ').finally(() => terminal.close());
  return typed.trim() === 'pack';
}

export const packRowsCommand = defineCommand({
  words: ['database', 'pack'],
  options: { yes: flag('Do not ask at the terminal') },
  serverOptions: 'place',
  sentence:
    "Write rows packed, in fewer bytes, from each server's next start on, after an upgrade from a version that cannot read them: that version cannot be started on this database from then on. Recorded in the audit. A database that this version began is packed from its first row",
  async run(call) {
    const { yes } = call.options;
    return withGateway(call, async ({ parts }) => {
      if (!call.isJson) call.print(null, STATED);
      if (yes !== true && !isAtTerminal(call)) throw new UsageError('Give --yes, or run it at a terminal');
      if (yes !== true && !(await isTyped(call))) {
        call.fault('Nothing was changed');
        return 1;
      }
      await packRows(parts, { actor: CONSOLE });
      call.print({ is_packing: true }, "Rows are written packed from each server's next start on\n");
      return 0;
    });
  },
});
