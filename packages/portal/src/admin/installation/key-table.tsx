import type { InstallationKey } from '@sallyport/contract';
import { InstantAge } from '../../time/instant-age.tsx';
import { ShownInstant } from '../../time/shown-instant.tsx';
import { translated } from '../../words/translated.ts';
import adminClasses from '../layout/admin.module.css';
import classes from './installation.module.css';

const TONES = { next: 'invited', current: 'active', previous: 'disabled' } as const;

const wordOf = (state: InstallationKey['state']) =>
  ({ next: translated('Signs next'), current: translated('Signs now'), previous: translated('Retired') })[state];

/** The keys of access tokens: how old each is, and when the one that signs makes way. */
export function KeyTable({ keys }: { keys: readonly InstallationKey[] }) {
  return (
    <section className={classes.part} aria-labelledby="keys-title">
      <h3 id="keys-title">{translated('Signing keys')}</h3>
      <table className={adminClasses.table}>
        <thead>
          <tr>
            <th scope="col">{translated('Key')}</th>
            <th scope="col">{translated('Status')}</th>
            <th scope="col">{translated('Algorithm')}</th>
            <th scope="col">{translated('Made')}</th>
            <th scope="col">{translated('Next rotation')}</th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key.kid} data-key={key.state}>
              <th scope="row" className={classes.sentence}>
                <code>{key.kid}</code>
              </th>
              <td data-label={translated('Status')}>
                <span className={adminClasses.state} data-state={TONES[key.state]}>
                  {wordOf(key.state)}
                </span>
              </td>
              <td data-label={translated('Algorithm')}>{key.algorithm}</td>
              <td data-label={translated('Made')}>
                <InstantAge instant={key.created_at} />
              </td>
              <td data-label={translated('Next rotation')}>
                {key.rotates_at === null ? '–' : <ShownInstant at={key.rotates_at} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
