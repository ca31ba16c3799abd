import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { anchorFileOf } from '../app/installation/anchor-file-of.ts';
import { readAnchors } from '../audit/anchors/anchor-line.ts';
import { exportRecords } from '../audit/export-records.ts';
import { NO_KEYS } from '../audit/keys.ts';
import type { ChainHead } from '../audit/types.ts';
import { verifyChains } from '../audit/verify-chains.ts';
import { defineCommand, UsageError, value } from './command.ts';
import { readInstant } from './read-instant.ts';
import { withGateway } from './with-gateway.ts';

/** What an anchor file states, or nothing where there is none. */
function anchorsOf(path: string): ReturnType<typeof readAnchors> | undefined {
  return existsSync(path) ? readAnchors(readFileSync(path, 'utf8')) : undefined;
}

/** The anchors of `--anchor`: a copy of the file beside the database, or lines of the server's log. */
function givenAnchors(path: string | undefined): readonly ChainHead[] {
  if (path === undefined) return [];
  const { heads = [] } = anchorsOf(path) ?? {};
  if (heads.length === 0) {
    throw new UsageError(
      `--anchor must name a copy of sallyport.anchors, or a log of the server; ${path} has no anchor`,
    );
  }
  return heads;
}

export const verifyAuditCommand = defineCommand({
  words: ['audit', 'verify'],
  options: { anchor: value('file', 'A copy of sallyport.anchors, or a log of the server') },
  serverOptions: 'place',
  sentence:
    'Check that no audit record was changed, removed or put in, against sallyport.anchors in the data folder and FILE; exit code 1 where one was',
  async run(call) {
    const { options } = call;
    const given = givenAnchors(options.anchor);
    return withGateway(call, async ({ parts, auditKeys }, { dataDir }) => {
      const isTerminal = process.stderr.isTTY;
      const file = anchorFileOf(dataDir);
      // Before the records: what is anchored while they are read is not looked for.
      const beside = anchorsOf(file);
      const onProgress = (done: number) => {
        if (isTerminal) call.stderr.write(`\r${done} records read`);
      };
      const proof = { keys: auditKeys ?? NO_KEYS, anchors: [...(beside?.heads ?? []), ...given] };
      const { chains, records, unkeyed, faults, newest } = await verifyChains(parts.database, onProgress, proof);
      if (isTerminal) call.stderr.write('\n');
      const all = beside !== undefined && beside.strange > 0 ? [...faults, damaged(file, beside.strange)] : faults;
      const lines = [...all, `${records} records in ${chains} chains, ${all.length} faults`];
      if (unkeyed > 0) lines.push(`${unkeyed} of the records were written before records were keyed`);
      if (beside === undefined) {
        lines.push(`${file} is missing: that the newest records were removed can be proved by --anchor alone`);
      } else lines.push(`${beside.heads.length} chains are anchored in ${file}`);
      if (newest !== null) lines.push(`newest: chain ${newest.chain}, record ${newest.number}, hash ${newest.hash}`);
      call.stdout.write(`${lines.join('\n')}\n`);
      return all.length === 0 ? 0 : 1;
    });
  },
});

const damaged = (file: string, lines: number) => `${file}: ${lines} lines are no anchors: it was changed`;

export const exportAuditCommand = defineCommand({
  words: ['audit', 'export'],
  options: {
    since: value('time', 'Records from this time on, as 2026-11-21T00:00:00Z'),
    until: value('time', 'Records before this time'),
    agency: value('id', 'Records of this agency alone'),
  },
  serverOptions: 'place',
  sentence: 'Print audit records as JSON lines, oldest first',
  async run(call) {
    const { options } = call;
    const span = {
      since: readInstant('since', options.since, 0),
      until: readInstant('until', options.until, Number.MAX_SAFE_INTEGER),
      agencyId: options.agency ?? null,
    };
    return withGateway(call, async ({ parts }) => {
      for await (const { detail, at, ...record } of exportRecords(parts.database, span)) {
        const line = { ...record, at: new Date(at).toISOString(), detail: JSON.parse(detail) as unknown };
        if (!call.stdout.write(`${JSON.stringify(line)}\n`)) await once(call.stdout, 'drain');
      }
      return 0;
    });
  },
});
