import type { CleanUp } from '@sallyport/contract';
import { InstantAge } from '../../time/instant-age.tsx';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';

const WHAT = { incidents: 'Incidents', events: 'Events of the log', media: 'Uploaded media' } as const;

/** What the agency's clean-ups removed, and when they last ran. */
export function CleanUpTable({ cleanUps }: { cleanUps: readonly CleanUp[] }) {
  if (cleanUps.length === 0) return <p>{translated('No clean-up has run yet.')}</p>;
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{translated('Clean-up')}</th>
          <th scope="col">{translated('Last ran')}</th>
          <th scope="col">{translated('Removed then')}</th>
          <th scope="col">{translated('Removed in all')}</th>
        </tr>
      </thead>
      <tbody>
        {cleanUps.map((cleanUp) => (
          <tr key={cleanUp.kind}>
            <th scope="row">{translated(WHAT[cleanUp.kind])}</th>
            <td data-label={translated('Last ran')}>
              {cleanUp.finished_at === null ? translated('Running') : <InstantAge instant={cleanUp.finished_at} />}
            </td>
            <td data-label={translated('Removed then')}>{cleanUp.removed}</td>
            <td data-label={translated('Removed in all')}>{cleanUp.removed_in_all}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
