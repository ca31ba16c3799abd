import { once } from 'node:events';
import { exportRecords } from '../audit/export-records.ts';
import { verifyChains } from '../audit/verify-chains.ts';
import { type Command, takeOptions, UsageError, withGateway } from './command.ts';

export const verifyAuditCommand: Command = {
  words: ['audit', 'verify'],
  usage: '',
  sentence: 'Check that no audit record was changed, removed or put in between; exit code 1 where one was',
  async run(args) {
    return withGateway(args, async ({ parts }) => {
      const isTerminal = process.stderr.isTTY;
      const { chains, records, faults, newest } = await verifyChains(parts.database, (done) => {
        if (isTerminal) process.stderr.write(`\r${done} records read`);
      });
      if (isTerminal) process.stderr.write('\n');
      for (const fault of faults) process.stdout.write(`${fault}\n`);
      process.stdout.write(`${records} records in ${chains} chains, ${faults.length} faults\n`);
      if (newest !== null)
        process.stdout.write(`newest: chain ${newest.chain}, record ${newest.number}, hash ${newest.hash}\n`);
      return faults.length === 0 ? 0 : 1;
    });
  },
};

function readInstant(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) throw new UsageError(`--${name} is a time, as in 2026-11-21T00:00:00Z`);
  return instant;
}

export const exportAuditCommand: Command = {
  words: ['audit', 'export'],
  usage: '[--since TIME] [--until TIME] [--agency ID]',
  sentence: 'Print audit records as JSON lines, oldest first',
  async run(args) {
    const { own, rest } = takeOptions(args, ['since', 'until', 'agency']);
    const span = {
      since: readInstant('since', own.since, 0),
      until: readInstant('until', own.until, Number.MAX_SAFE_INTEGER),
      agencyId: own.agency ?? null,
    };
    return withGateway(rest, async ({ parts }) => {
      for await (const { detail, at, ...record } of exportRecords(parts.database, span)) {
        const line = { ...record, at: new Date(at).toISOString(), detail: JSON.parse(detail) as unknown };
        if (!process.stdout.write(`${JSON.stringify(line)}\n`)) await once(process.stdout, 'drain');
      }
      return 0;
    });
  },
};
