import { Refused } from '../../notices/refused.tsx';
import { InstantAge } from '../../time/instant-age.tsx';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';
import { usePasswordGrants } from './use-security-policy.ts';

/** Who still signs in by the password grant, from which client, and when last. */
export function PasswordGrants({ agencyId, isReady }: { agencyId: string | null; isReady: boolean }) {
  const { data, error } = usePasswordGrants(agencyId, isReady);
  return (
    <section aria-labelledby="password-grants-title">
      <div className={classes.toolbar}>
        <div>
          <h3 id="password-grants-title">{translated('Sign-ins by the password grant')}</h3>
          <p>
            {translated('Whose password a client sends for a token. These stop where the policy does not allow it.')}
          </p>
        </div>
      </div>
      <Refused error={error} />
      {data?.uses.length === 0 && <p>{translated('Nobody has signed in so.')}</p>}
      {data !== undefined && data.uses.length > 0 && (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{translated('Person')}</th>
              <th scope="col">{translated('Client')}</th>
              <th scope="col">{translated('From')}</th>
              <th scope="col">{translated('Last used')}</th>
              <th scope="col">{translated('In 30 days')}</th>
            </tr>
          </thead>
          <tbody>
            {data.uses.map((use) => (
              <tr key={`${use.client_id} ${use.user_id}`}>
                <th scope="row">{use.email}</th>
                <td data-label={translated('Client')}>
                  {use.client_name}
                  <span className={classes.small}>{use.client_id}</span>
                </td>
                <td data-label={translated('From')}>{use.source}</td>
                <td data-label={translated('Last used')}>
                  <InstantAge instant={use.last_used_at} />
                </td>
                <td data-label={translated('In 30 days')}>{use.use_count}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
