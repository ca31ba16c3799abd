import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench, FigureCase } from '../case.ts';
import { findLargestShare, TRIAL } from '../nation/largest-share.ts';
import type { NationOptions } from '../nation/nation-options.ts';
import { HEADING, notesOf, tableRow } from '../nation/report.ts';
import { type HourResult, runHour } from '../nation/run-hour.ts';
import { statusLine } from '../nation/status-line.ts';
import { verdictsOfHour } from '../nation/verdicts.ts';
import { Children } from '../process/children.ts';

/** An hour with programs and a folder of its own, which end with it. */
async function hourOf(bench: Bench, folder: string, options: NationOptions): Promise<HourResult> {
  const directory = join(bench.directory, folder);
  mkdirSync(directory, { mode: 0o711 });
  const children = new Children(directory);
  const line = statusLine(process.stderr);
  const end = () => void children.stopAll();
  process.once('SIGINT', end);
  try {
    return await runHour({ ...bench, directory, children }, options, (text) => line.show(text));
  } catch (err) {
    throw new Error(`${(err as Error).message}${children.logTails()}`);
  } finally {
    line.end();
    process.off('SIGINT', end);
    await children.stopAll();
  }
}

/** The busy hour of the United States, scaled. */
export const nation: FigureCase = {
  id: 'nation',
  title: "the nation's busy hour",
  isOnlyNamed: true,
  async measure(bench, progress) {
    const options = bench.nation;
    const { share, engine, processes } = options;
    const place = `share ${share} on ${engine}, ${processes} server ${processes === 1 ? 'process' : 'processes'}`;
    progress(place);
    const result = await hourOf(bench, 'hour', options);
    const notes = [...notesOf(options, result), `Measured: ${place}, servers and generator on the same cores.`];
    if (options.isSearched) {
      let trials = 0;
      const attempt = (tried: number) => {
        trials += 1;
        return hourOf(bench, `trial-${trials}`, { ...options, share: tried, phases: TRIAL });
      };
      const largest = await findLargestShare(share, attempt, progress);
      notes.push(
        `Largest share that this machine holds beside the generator, measured: ${largest?.toFixed(3) ?? 'none'}.`,
      );
    }
    return { heading: HEADING, rows: result.rows.map(tableRow), notes, verdicts: verdictsOfHour(result) };
  },
};
