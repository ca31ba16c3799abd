import { setTimeout as pause } from 'node:timers/promises';
import { readAgency } from '../../../agencies/find-agencies.ts';
import type { Audit } from '../../../audit/append-record.ts';
import type { Actor } from '../../../audit/types.ts';
import type { Database, Transaction } from '../../../database/database.ts';
import { emptyEventsOf } from '../../../incidents/events/store.ts';
import { endMergesInto } from '../../../incidents/incident/store.ts';
import { deleteFileOf } from '../../../incidents/media/store.ts';
import { deleteWhole } from '../../../incidents/retention/sweep-incidents.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { refuse } from '../../../kernel/errors.ts';
import { spelledNumber } from './spelled-number.ts';
import {
  countAudited,
  countOpen,
  countRemoved,
  deleteSome,
  emptySome,
  lockSome,
  MENTIONS,
  type NumberScope,
  pageOfMentions,
  saveWithout,
  withoutMentions,
} from './store.ts';

const ROWS_A_BATCH = 500;
const INCIDENTS_A_BATCH = 50;
/** After each batch, so that a server beside this waits for no more than one. */
const PAUSE_MS = 20;

export interface NumberPlan {
  /** Rows that are removed, and rows of others that name the number, by kind. */
  readonly counts: Readonly<Record<string, number>>;
  readonly openIncidents: number;
  /** Audit records about the number, which stay. */
  readonly auditRecords: number;
}

interface Asked {
  readonly phoneNumber: string;
  readonly agencyId: string | null;
}

type Reading = Pick<Database, 'read' | 'engine'>;

type OnRow = (
  mentions: (typeof MENTIONS)[number],
  row: Readonly<Record<string, unknown>>,
  without: Record<string, string | Buffer | null>,
) => Promise<unknown>;

/** Calls back for each row of others that names the number; returns how many there are. */
async function eachMention(database: Reading, scope: NumberScope, onRow: OnRow): Promise<number> {
  const spelled = spelledNumber(scope.phoneNumber);
  let count = 0;
  for (const mentions of MENTIONS) {
    for (let last: Readonly<Record<string, unknown>> | undefined; ; ) {
      const page = await pageOfMentions(database, mentions, { scope, spelled, last, limit: ROWS_A_BATCH });
      for (const row of page) {
        const without = withoutMentions(mentions, row, spelled);
        if (Object.keys(without).length === 0) continue;
        count += 1;
        await onRow(mentions, row, without);
      }
      last = page.at(-1);
      if (page.length < ROWS_A_BATCH) break;
    }
  }
  return count;
}

async function planOf(database: Reading, scope: NumberScope): Promise<NumberPlan> {
  const { read } = database;
  const mentions = await eachMention(database, scope, async () => {});
  return {
    counts: { ...(await countRemoved(read, scope)), mentions },
    openIncidents: await countOpen(read, scope),
    auditRecords: await countAudited(read, scope),
  };
}

async function scopeOf({ database, clock }: { database: Database; clock: Clock }, asked: Asked): Promise<NumberScope> {
  if (asked.agencyId !== null) await readAgency({ database }, asked.agencyId);
  // The next millisecond: what happened in this one goes too.
  return { ...asked, before: clock.now() + 1 };
}

/** What an erasure of the number would remove and rewrite. Reads every text that may name it. Refuses with `not_found`. */
export async function planNumberErasure(
  ports: { database: Database; clock: Clock },
  asked: Asked,
): Promise<NumberPlan> {
  return planOf(ports.database, await scopeOf(ports, asked));
}

/** In the order in which a stop in the middle leaves what the next run finds by: the incidents last. */
function stepsOf(scope: NumberScope): readonly { kind: string; removeBatch: (tx: Transaction) => Promise<number> }[] {
  return [
    { kind: 'deeplinks', removeBatch: ({ query }) => deleteSome(query, 'deeplinks', scope, ROWS_A_BATCH) },
    {
      kind: 'webhook_deliveries',
      removeBatch: ({ query }) => deleteSome(query, 'webhook_deliveries', scope, ROWS_A_BATCH),
    },
    { kind: 'events', removeBatch: ({ query }) => emptySome(query, scope, ROWS_A_BATCH) },
    {
      kind: 'media',
      removeBatch: async ({ query }) =>
        deleteFileOf(query, await lockSome(query, scope, { limit: 1, withMedia: true })),
    },
    {
      kind: 'incidents',
      async removeBatch({ query }) {
        const ids = await lockSome(query, scope, { limit: INCIDENTS_A_BATCH, withMedia: false });
        if (ids.length === 0) return 0;
        // What happened to them since their events were emptied.
        await emptyEventsOf(query, ids);
        await endMergesInto(query, ids);
        return deleteWhole(query, ids);
      },
    },
    { kind: 'cad_incidents', removeBatch: ({ query }) => deleteSome(query, 'cad_incidents', scope, ROWS_A_BATCH) },
  ];
}

/**
 * Removes the incidents that the number called or reported, with all that belongs to them, and its name from what is kept of
 * others, a small batch a transaction: stopped in the middle, it is run again and does the rest. Events of the removed
 * incidents are emptied, so that the log has no gap. The audit stays as it is, and records the beginning and the end, in
 * counts alone. Refuses with `not_found`, and with `conflict` a number with open incidents, unless `isForced`.
 */
export async function eraseNumber(
  ports: { database: Database; audit: Audit; clock: Clock },
  request: Asked & { isForced: boolean; actor: Actor; onProgress: (step: string) => void },
): Promise<{ removed: NumberPlan['counts']; left: NumberPlan['counts'] }> {
  const { database, audit } = ports;
  const { phoneNumber, agencyId, actor, onProgress } = request;
  const scope = await scopeOf(ports, { phoneNumber, agencyId });
  const { counts, openIncidents } = await planOf(database, scope);
  if (openIncidents > 0 && !request.isForced) {
    throw refuse.conflict({
      description: `The number has ${openIncidents} incidents that are open: end them first, or give --force`,
    });
  }
  const turn = agencyId === null ? { isAlone: true } : { agencyId };
  // Without the number: the audit is kept, and would keep it.
  const entry = { actor, agencyId, outcome: 'success' as const, subject: null };
  const of = 'phone_number';
  await database.write((tx) => audit.append(tx, { ...entry, action: 'records.erase_started', detail: { of, counts } }));
  for (const { kind, removeBatch } of stepsOf(scope)) {
    for (let removed = 0, batch = -1; batch !== 0; removed += batch) {
      batch = await database.write(removeBatch, turn);
      onProgress(`removing ${kind}, ${removed + batch}`);
      if (batch > 0) await pause(PAUSE_MS);
    }
  }
  let rewritten = 0;
  await eachMention(database, scope, async (mentions, row, without) => {
    await database.write(({ query }) => saveWithout(query, mentions, row, without), turn);
    rewritten += 1;
    onProgress(`rewriting what names it, ${rewritten}`);
  });
  const { counts: left } = await planOf(database, scope);
  await database.write((tx) => audit.append(tx, { ...entry, action: 'records.erased', detail: { of, counts, left } }));
  return { removed: counts, left };
}
