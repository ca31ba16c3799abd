import { Link } from 'react-router';
import adminClasses from '../../admin/layout/admin.module.css';
import classes from '../../applications/applications.module.css';
import { STATE_TEXT } from '../../applications/state-text.ts';
import { Loading } from '../../notices/loading.tsx';
import { Refused } from '../../notices/refused.tsx';
import { InstantAge } from '../../time/instant-age.tsx';
import { translated } from '../../words/translated.ts';
import { useOwnApplications } from './use-applications.ts';

/** A developer's applications. */
export function ApplicationsPage() {
  const applications = useOwnApplications();
  return (
    <>
      <title>{translated('Your applications · Sallyport')}</title>
      <div className={classes.head}>
        <h1>{translated('Your applications')}</h1>
        <Link to="/developers/applications/new">{translated('Register an application')}</Link>
      </div>
      <Refused error={applications.error} />
      {applications.isPending && <Loading what={translated('your applications')} />}
      {applications.data?.applications.length === 0 && (
        <p>{translated('You have none yet. Register one to get a client id for it, once an operator approved it.')}</p>
      )}
      {applications.data !== undefined && applications.data.applications.length > 0 && (
        <table className={adminClasses.table}>
          <thead>
            <tr>
              <th scope="col">{translated('Application')}</th>
              <th scope="col">{translated('State')}</th>
              <th scope="col">{translated('Changed')}</th>
            </tr>
          </thead>
          <tbody>
            {applications.data.applications.map(({ id, name, company, state, updated_at }) => (
              <tr key={id}>
                <th scope="row">
                  <Link to={`/developers/applications/${id}`}>{name}</Link>
                  <span className={adminClasses.small}>{company}</span>
                </th>
                <td data-label={translated('State')}>
                  <span className={classes.state} data-state={state}>
                    {translated(STATE_TEXT[state])}
                  </span>
                </td>
                <td data-label={translated('Changed')}>
                  <InstantAge instant={updated_at} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
