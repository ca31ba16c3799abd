import { readFileSync, statSync } from 'node:fs';
import { anchorFileOf } from '../app/installation/anchor-file-of.ts';
import { readAnchors } from '../audit/anchors/anchor-line.ts';
import { type CheckedExport, checkExported } from '../audit/export/check-exported.ts';
import { jsonLine } from '../audit/export/encode-record.ts';
import { type ExportedFile, readExported } from '../audit/export/read-exported.ts';
import { NO_KEYS } from '../audit/keys.ts';
import { recordsInOrder } from '../audit/search/records-in-order.ts';
import type { ChainHead } from '../audit/types.ts';
import { verifyChains } from '../audit/verify-chains.ts';
import { defineCommand, UsageError, value } from './command.ts';
import { progressOn } from './progress.ts';
import { readInstant } from './read-instant.ts';
import { withGateway } from './with-gateway.ts';

/** A file's bytes, or nothing where there is none. Read once: it may be a pipe, as a shell's `<(…)` is. */
function bytesOf(path: string): Buffer | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined || stats.isDirectory() ? undefined : readFileSync(path);
}

interface GivenProof {
  readonly heads: readonly ChainHead[];
  /** Null where the file is no export. */
  readonly exported: ExportedFile | null;
}

/** What `--anchor` names: a copy of the file beside the database, lines of the server's log, or an export. */
function givenProof(path: string | undefined): GivenProof {
  if (path === undefined) return { heads: [], exported: null };
  const bytes = bytesOf(path) ?? Buffer.alloc(0);
  const exported = readExported(bytes);
  if (exported !== null) return { heads: exported.heads, exported };
  const { heads } = readAnchors(bytes.toString('utf8'));
  if (heads.length === 0) {
    throw new UsageError(
      `--anchor must name a copy of sallyport.anchors, a log of the server, or an export of the audit; ${path} has no anchor`,
    );
  }
  return { heads, exported };
}

export const verifyAuditCommand = defineCommand({
  words: ['audit', 'verify'],
  options: { anchor: value('file', 'A copy of sallyport.anchors, a log of the server, or an export of the audit') },
  serverOptions: 'place',
  sentence:
    'Check that no audit record was changed, removed or put in, against sallyport.anchors in the data folder and FILE; exit code 1 where one was',
  async run(call) {
    const { options } = call;
    const given = givenProof(options.anchor);
    return withGateway(call, async ({ parts, auditKeys }, { dataDir }) => {
      const progress = progressOn(call);
      const file = anchorFileOf(dataDir);
      // Before the records: what is anchored while they are read is not looked for.
      const bytes = bytesOf(file);
      const beside = bytes && readAnchors(bytes.toString('utf8'));
      const onProgress = (done: number) => progress.show(`${done} records read`, null);
      const proof = { keys: auditKeys ?? NO_KEYS, anchors: [...(beside?.heads ?? []), ...given.heads] };
      const verified = verifyChains(parts.database, onProgress, proof).finally(progress.end);
      const { chains, records, unkeyed, faults, newest } = await verified;
      const ofExport = given.exported === null ? null : await checkExported(parts.database, proof.keys, given.exported);
      const ofFile = beside !== undefined && beside.strange > 0 ? [damaged(file, beside.strange)] : [];
      const all = [...faults, ...ofFile, ...(ofExport?.faults ?? [])];
      const lines = [...all, `${records} records in ${chains} chains, ${all.length} faults`];
      if (unkeyed > 0) lines.push(`${unkeyed} of the records were written before records were keyed`);
      if (beside === undefined) {
        lines.push(`${file} is missing: that the newest records were removed can be proved by --anchor alone`);
      } else lines.push(`${beside.heads.length} chains are anchored in ${file}`);
      if (ofExport !== null) lines.push(exportText(options.anchor ?? '', ofExport));
      if (newest !== null) lines.push(`newest: chain ${newest.chain}, record ${newest.number}, hash ${newest.hash}`);
      const anchored = beside === undefined ? null : beside.heads.length;
      const exported = ofExport === null ? null : { records: ofExport.records, exported_at: ofExport.exportedAt };
      const found = {
        records,
        chains,
        faults: all,
        unkeyed_records: unkeyed,
        anchored_chains: anchored,
        exported,
        newest,
      };
      const text = `${lines.join('\n')}\n`;
      if (all.length > 0) call.printFault(found, text);
      else call.print(found, text);
      return all.length === 0 ? 0 : 1;
    });
  },
});

/** Whether an export is all that was exported. One of the command line is recorded nowhere. */
function exportText(path: string, { records, exportedAt }: CheckedExport): string {
  const counted = `${path}: ${records} exported records were compared`;
  if (exportedAt === null)
    return `${counted}; that none was left out cannot be proved, because no export has these bytes`;
  return `${counted}, and it has every byte that was exported at ${new Date(exportedAt).toISOString()}`;
}

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
    if (span.since > span.until) throw new UsageError('--since must be before --until');
    return withGateway(call, async ({ parts }) => {
      for await (const record of recordsInOrder(parts.database, span)) {
        await call.printLine(jsonLine(record));
        if (call.unread.aborted) break;
      }
      return 0;
    });
  },
});
