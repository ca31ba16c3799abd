import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bench, Case, Verdict } from './case.ts';
import { CASES } from './cases/index.ts';
import { startGenerator } from './load/start-generator.ts';
import { helpText, type Options, readOptions } from './options.ts';
import { Children } from './process/children.ts';
import { barTable, verdictsOf } from './report/bars.ts';
import { machineFacts, requireDisk } from './report/machine-facts.ts';
import { markdownTable } from './report/markdown-table.ts';
import { rateTable } from './report/rates.ts';
import { measureInRounds } from './rounds.ts';

/** Inside the repository, because a system's temporary folder may be kept in memory. */
const SCRATCH = fileURLToPath(new URL('../.tmp/', import.meta.url));

// Tables go to standard output and progress to standard error, so that the tables alone can be redirected.
const print = (text: string) => process.stdout.write(`${text}\n`);
const progress = (text: string) => process.stderr.write(`${text}\n`);

const reasonOf = (err: unknown) => (err instanceof Error ? err.message : String(err));

async function measure(entry: Case, bench: Bench, options: Options): Promise<{ table: string; verdicts: Verdict[] }> {
  if ('measure' in entry) {
    const { heading, rows, notes = [], verdicts } = await entry.measure(bench, progress);
    return { table: [markdownTable(heading, rows), ...notes].join('\n\n'), verdicts };
  }
  const { subjects, bars } = await entry.prepare(bench);
  const samples = await measureInRounds(subjects, options.schedule, progress);
  return { table: rateTable(entry.unit, samples), verdicts: verdictsOf(bars, samples) };
}

async function runCase(entry: Case, directory: string, options: Options): Promise<void> {
  mkdirSync(directory);
  const children = new Children(directory);
  // With its servers gone the measurement fails, and the bench ends by the way every error takes.
  const onInterrupt = () => void children.stopAll();
  process.once('SIGINT', onInterrupt);
  try {
    progress(`${entry.id}: starting`);
    const profileDirectory = options.isProfiled ? join(SCRATCH, 'profiles', entry.id) : null;
    const { nation, grownEvents } = options;
    const load = startGenerator(children);
    const bench: Bench = { children, load, directory, profileDirectory, nation, grownEvents };
    const { table, verdicts } = await measure(entry, bench, options);
    print(`\n## ${entry.title}\n\n${table}\n\n${barTable(verdicts)}`.trimEnd());
  } catch (err) {
    throw new Error(`${entry.id}: ${reasonOf(err)}${children.logTails()}`);
  } finally {
    await children.stopAll();
    process.off('SIGINT', onInterrupt);
  }
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.isHelp) {
    print(helpText());
    return;
  }
  mkdirSync(SCRATCH, { recursive: true });
  requireDisk(SCRATCH);
  const directory = mkdtempSync(join(SCRATCH, 'bench-'));
  // PostgreSQL has its data inside and refuses to run as root, so another user passes through.
  chmodSync(directory, 0o711);
  try {
    const { rounds, roundMs } = options.schedule;
    print(`# Sallyport bench\n\n${machineFacts(directory)}`);
    print(`- medians of ${rounds} interleaved rounds of ${roundMs / 1000} s; ratios are of medians`);
    for (const entry of CASES.filter(({ id }) => options.caseIds.includes(id))) {
      await runCase(entry, join(directory, entry.id), options);
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

try {
  await main();
} catch (err) {
  progress(reasonOf(err));
  process.exitCode = 1;
}
