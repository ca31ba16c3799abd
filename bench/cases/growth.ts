import type { FigureCase, Verdict } from '../case.ts';
import { type Costs, measureSize } from '../growth/measure-size.ts';

const ENGINES = ['sqlite', 'postgres'] as const;
const FEW = 1_000;
const MANY = 1_000_000;
const REQUESTS = 300;
/** A request that is a quarter dearer among a thousand times as much is what the noise of a shared machine may be. */
const AT_MOST = 1.25;

/** What writing, reading and retention cost where a thousand events and audit records are stored, and where a million are. */
export const growth: FigureCase = {
  id: 'growth',
  title: `CPU of server and database, at ${FEW.toLocaleString('en')} and at ${MANY.toLocaleString('en')} events and audit records`,
  isOnlyNamed: true,
  async measure(bench, progress) {
    const rows: string[][] = [];
    const verdicts: Verdict[] = [];
    for (const engine of ENGINES) {
      const costs: Costs[] = [];
      for (const kept of [FEW, MANY]) {
        progress(`  ${engine}, ${kept.toLocaleString('en')}`);
        const size = await measureSize(bench, { engine, kept, requests: REQUESTS });
        rows.push([engine, kept.toLocaleString('en'), ...Object.values(size).map((cost) => cost.toFixed(2))]);
        costs.push(size);
      }
      const [few, many] = costs as [Costs, Costs];
      for (const work of Object.keys(few) as (keyof Costs)[]) {
        const ratio = many[work] / few[work];
        verdicts.push({
          bar: `${work}, ${engine}: at ${MANY.toLocaleString('en')} / at ${FEW.toLocaleString('en')}`,
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
