import { createInterface } from 'node:readline/promises';
import type { GatewayParts } from '../app/parts.ts';
import { eraseAgency } from '../records/erase/erase-agency.ts';
import { eraseNumber, planNumberErasure } from '../records/erase/number/erase-number.ts';
import { planErasure } from '../records/erase/plan-erasure.ts';
import type { RecordScope } from '../records/scope.ts';
import { isAtTerminal } from './ask-for.ts';
import { type Call, CONSOLE, defineCommand, flag, UsageError } from './command.ts';
import { progressOn } from './progress.ts';
import { readScope, SCOPE_OPTIONS } from './record-scope.ts';
import { withGateway } from './with-gateway.ts';

type Counts = Readonly<Record<string, number>>;

const inWords = (counts: Counts) =>
  Object.entries(counts)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ');

/** True once somebody at a terminal has typed it. */
async function isTyped(subject: string, { terminal: shownOn }: Pick<Call, 'terminal'>): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: shownOn ?? undefined });
  const typed = await terminal.question(`Type ${subject} to remove it: `).finally(() => terminal.close());
  return typed.trim() === subject;
}

/** What is removed: everything of an agency, or of a phone number, at one agency or at all. */
function workOf(parts: GatewayParts, { agencyId, phoneNumber }: RecordScope) {
  type Request = Omit<Parameters<typeof eraseNumber>[1], 'agencyId' | 'phoneNumber'>;
  type Plan = { counts: Counts; openIncidents: number; auditRecords?: number };
  if (phoneNumber !== null) {
    const asked = { agencyId, phoneNumber };
    return {
      plan: (): Promise<Plan> => planNumberErasure(parts, asked),
      erase: (request: Request): Promise<{ left: Counts }> => eraseNumber(parts, { ...asked, ...request }),
    };
  }
  const id = agencyId ?? '';
  return {
    plan: (): Promise<Plan> => planErasure(parts, id),
    erase: (request: Request): Promise<{ left: Counts }> => eraseAgency(parts, { agencyId: id, ...request }),
  };
}

export const eraseCommand = defineCommand({
  words: ['erase'],
  options: {
    ...SCOPE_OPTIONS,
    'dry-run': flag('Print what would be removed, and remove nothing'),
    yes: flag('Do not ask at the terminal'),
    force: flag('Although calls go on or alerts are not answered'),
  },
  serverOptions: 'place',
  sentence:
    "Remove an agency's incidents, event log, media, CAD incidents, deeplinks and delivery log for good, or those of one phone number and its name in what is kept of others, beside a running server too; the agency, its users, clients and webhooks and the audit stay. Stopped in the middle, run it again",
  async run(call) {
    const { force, yes, 'dry-run': isDryRun } = call.options;
    const scope = readScope(call.options);
    const subject = scope.phoneNumber ?? scope.agencyId ?? '';
    return withGateway(call, async ({ parts }) => {
      const { plan, erase } = workOf(parts, scope);
      const { counts, openIncidents, auditRecords = 0 } = await plan();
      const open = openIncidents === 0 ? '' : `; ${openIncidents} of the incidents are open`;
      const kept = auditRecords === 0 ? '' : `; ${auditRecords} audit records are about it and stay`;
      const planned = { agency: scope.agencyId, phone: scope.phoneNumber, counts, open_incidents: openIncidents };
      const plannedText = `Of ${subject} would be removed: ${inWords(counts)}${open}${kept}\n`;
      if (isDryRun === true) {
        call.print({ ...planned, audit_records_kept: auditRecords, is_removed: false }, plannedText);
        return 0;
      }
      if (!call.isJson) call.print(null, plannedText);
      if (yes !== true && !isAtTerminal(call)) throw new UsageError('Give --yes, or run it at a terminal');
      if (yes !== true && !(await isTyped(subject, call))) {
        call.fault('Nothing was removed');
        return 1;
      }
      const progress = progressOn(call);
      const request = {
        ...{ isForced: force === true, actor: CONSOLE },
        onProgress: (step: string) => progress.show(step, null),
      };
      const { left } = await erase(request).finally(progress.end);
      const isWhole = Object.values(left).every((count) => count === 0);
      const result = { ...planned, audit_records_kept: auditRecords, is_removed: isWhole, left };
      if (isWhole) call.print(result, 'Removed\n');
      else call.printFault(result, `Left, because of what happened meanwhile: ${inWords(left)}; run it again\n`);
      return isWhole ? 0 : 1;
    });
  },
});
