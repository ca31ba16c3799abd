import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useSallyport } from '../../api/sallyport-context.tsx';
import stateClasses from '../../applications/applications.module.css';
import { STATE_TEXT } from '../../applications/state-text.ts';
import { Loading } from '../../notices/loading.tsx';
import { Refused } from '../../notices/refused.tsx';
import { InstantAge } from '../../time/instant-age.tsx';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';

/** Admin, Applications: what developers submitted, for operators. */
export function ApplicationsPage() {
  const sallyport = useSallyport();
  const applications = useQuery({
    queryKey: ['applications'],
    queryFn: ({ signal }) => sallyport.applications.list(signal),
    refetchInterval: 30_000,
  });
  return (
    <section aria-labelledby="applications-title">
      <title>{translated('Applications · Sallyport')}</title>
      <div className={classes.toolbar}>
        <div>
          <h2 id="applications-title">{translated('Applications')}</h2>
          <p>{translated('What developers registered. The ones that changed last come first.')}</p>
        </div>
      </div>
      <Refused error={applications.error} />
      {applications.isPending && <Loading what={translated('the applications')} />}
      {applications.data?.applications.length === 0 && <p>{translated('No application was submitted.')}</p>}
      {applications.data !== undefined && applications.data.applications.length > 0 && (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{translated('Application')}</th>
              <th scope="col">{translated('State')}</th>
              <th scope="col">{translated('Developer')}</th>
              <th scope="col">{translated('Changed')}</th>
            </tr>
          </thead>
          <tbody>
            {applications.data.applications.map(({ id, name, company, state, developer, updated_at }) => (
              <tr key={id}>
                <th scope="row">
                  <Link to={`/portal/admin/applications/${id}`}>{name}</Link>
                  <span className={classes.small}>{company}</span>
                </th>
                <td data-label={translated('State')}>
                  <span className={stateClasses.state} data-state={state}>
                    {translated(STATE_TEXT[state])}
                  </span>
                </td>
                <td data-label={translated('Developer')}>{developer.email}</td>
                <td data-label={translated('Changed')}>
                  <InstantAge instant={updated_at} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
