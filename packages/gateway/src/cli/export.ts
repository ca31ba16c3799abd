import { openSnapshot } from '../database/engines/open-snapshot.ts';
import { exportRecords } from '../records/export/export-records.ts';
import { CONSOLE, defineCommand, needed, UsageError, value } from './command.ts';
import { progressOn } from './progress.ts';
import { readInstant } from './read-instant.ts';
import { readScope, SCOPE_OPTIONS } from './record-scope.ts';
import { withGateway } from './with-gateway.ts';

export const exportCommand = defineCommand({
  words: ['export'],
  options: {
    ...SCOPE_OPTIONS,
    to: needed('folder', 'A folder that is new or empty, or that the same command left unfinished'),
    from: value('time', 'What happened from this time on, as 2026-11-21T00:00:00Z'),
    until: value('time', 'What happened before this time'),
  },
  serverOptions: 'place',
  sentence:
    'Write everything of one agency, or of one phone number, to a folder as JSON lines and media files with a manifest, beside a running server too; recorded in the audit',
  async run(call) {
    const { options } = call;
    const scope = {
      ...readScope(options),
      from: readInstant('from', options.from, 0),
      until: readInstant('until', options.until, Number.MAX_SAFE_INTEGER),
    };
    if (scope.from >= scope.until) throw new UsageError('--from must be before --until');
    const progress = progressOn(call);
    return withGateway(call, async ({ parts }, config) => {
      const { counts, files } = await exportRecords(parts, {
        ...{ scope, folder: options.to, actor: CONSOLE },
        openSnapshot: () => openSnapshot(config),
        onProgress: (step) => progress.show(step, null),
      }).finally(progress.end);
      const kinds = Object.entries(counts).filter(([, count]) => count > 0);
      call.print(
        { folder: options.to, files: files.length, counts },
        `${options.to}: ${files.length} files and manifest.json; ${kinds.map(([kind, count]) => `${count} ${kind}`).join(', ')}\n`,
      );
      return 0;
    });
  },
});
