import type { InstallationFigures } from '@sallyport/contract';
import { InstantAge } from '../../time/instant-age.tsx';
import { numberText } from '../../words/language.ts';
import { translated } from '../../words/translated.ts';
import type { ChartData } from '../reports/chart/chart-data.ts';
import { ChartPanel } from '../reports/chart-panel.tsx';
import { byteText } from './byte-text.ts';
import { growthADay } from './growth.ts';
import classes from './installation.module.css';

const BYTES_A_MEGABYTE = 1_000_000;

const chartOf = ({ days }: InstallationFigures['storage']): ChartData => ({
  id: 'storage',
  title: translated('The database by day'),
  layout: 'columns',
  isStacked: true,
  rowTitle: translated('Day (UTC)'),
  unit: translated('MB'),
  series: [translated('Database')],
  rows: days.map(({ day, size_bytes }) => ({
    name: day,
    label: day.slice(5),
    values: [Math.round(size_bytes / (BYTES_A_MEGABYTE / 10)) / 10],
  })),
});

function growthText(growth: number | null): string {
  if (growth === null) return translated('How it grows is known after a day.');
  return growth < 0
    ? translated('It becomes {size} a day smaller.', { size: byteText(-growth) })
    : translated('It grows by {size} a day.', { size: byteText(growth) });
}

/** How large the database is and how it grows, and the last backup. */
export function StoragePanel({ figures }: { figures: InstallationFigures }) {
  const { storage, read_at, last_backup: backup } = figures;
  const growth = growthADay(storage.days, { bytes: storage.database_bytes, at: read_at });
  return (
    <section className={classes.part} aria-labelledby="storage-title">
      <h3 id="storage-title">{translated('Storage and backups')}</h3>
      <p data-storage>
        {translated('The database takes {size}.', { size: byteText(storage.database_bytes) })} {growthText(growth)}
      </p>
      <p data-backup>
        {backup === null ? (
          translated('No backup is known. “sallyport backup” makes one.')
        ) : (
          <>
            {translated('The last backup was made')} <InstantAge instant={backup.made_at} />:{' '}
            {byteText(backup.size_bytes)}, {backup.is_encrypted ? translated('encrypted') : translated('not encrypted')}
            , {translated('by version {version}', { version: backup.version })}.{' '}
            {backup.audit_faults > 0 &&
              translated('Its audit has {count} faults.', { count: numberText(backup.audit_faults, 0) })}
          </>
        )}
      </p>
      {storage.days.length > 1 && <ChartPanel data={chartOf(storage)} days={read_at.slice(0, 10)} />}
    </section>
  );
}
