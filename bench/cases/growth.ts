import type { FigureCase, Verdict } from '../case.ts';
import { type Costs, measureSize } from '../growth/measure-size.ts';

const ENGINES = ['sqlite', 'postgres'] as const;
const FEW = 1_000;
const REQUESTS = 300;
/** A request that is a quarter dearer among a thousand times as much is what the noise of a shared machine may be. */
const AT_MOST = 1.25;

/** What writing, reading and retention cost where a thousand events and audit records are stored, and where so many are as `--events` states. */
export const growth: FigureCase = {
  id: 'growth',
  title: `CPU of server and database, at ${FEW.toLocaleString('en')} and at so many events and audit records as --events states`,
  isOnlyNamed: true,
  async measure(bench, progress) {
    const many = bench.grownEvents;
    const rows: string[][] = [];
    const verdicts: Verdict[] = [];
    for (const engine of ENGINES) {
      const costs: Costs[] = [];
      for (const kept of [FEW, many]) {
        progress(`  ${engine}, ${kept.toLocaleString('en')}`);
        const size = await measureSize(bench, { engine, kept, requests: REQUESTS });
        rows.push([engine, kept.toLocaleString('en'), ...Object.values(size).map((cost) => cost.toFixed(2))]);
        costs.push(size);
      }
      const [atFew, atMany] = costs as [Costs, Costs];
      for (const work of Object.keys(atFew) as (keyof Costs)[]) {
        const ratio = atMany[work] / atFew[work];
        verdicts.push({
          bar: `${work}, ${engine}: at ${many.toLocaleString('en')} / at ${FEW.toLocaleString('en')}`,
          measured: ratio.toFixed(2),
          wanted: `<= ${AT_MOST}`,
          isMet: ratio <= AT_MOST,
        });
      }
    }
    const heading = [
      'engine',
      'stored',
      ...['write', 'newest page', 'page from a cursor', 'audit page'],
      'removal of 1,000',
    ];
    return { heading, rows, notes: ['CPU milliseconds of server and database together, a request.'], verdicts };
  },
};
