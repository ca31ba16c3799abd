import type { InstallationFigures, InstallationServer } from '@sallyport/contract';
import { InstantAge } from '../../time/instant-age.tsx';
import { translated } from '../../words/translated.ts';
import adminClasses from '../layout/admin.module.css';
import classes from './installation.module.css';

/** Every server that runs, with its version and how its streams and parts are. */
export function ServerTable({ figures }: { figures: InstallationFigures }) {
  const { servers, version, later_migrations: later } = figures;
  const others = new Set(servers.filter(({ is_running }) => is_running).map((server) => server.version));
  others.delete(version);
  return (
    <section className={classes.part} aria-labelledby="servers-title">
      <h3 id="servers-title">{translated('Servers and versions')}</h3>
      {others.size > 0 && (
        <p className={classes.mixed}>
          {translated('Other versions run beside {version}: {others}', {
            version,
            others: [...others].sort().join(', '),
          })}
        </p>
      )}
      {later.length > 0 && (
        <p className={classes.mixed}>
          {translated('The database has migrations of a later version: {names}', { names: later.join(', ') })}
        </p>
      )}
      <table className={adminClasses.table}>
        <thead>
          <tr>
            <th scope="col">{translated('Server')}</th>
            <th scope="col">{translated('Status')}</th>
            <th scope="col">{translated('Version')}</th>
            <th scope="col">{translated('Started')}</th>
            <th scope="col">{translated('Open streams')}</th>
            <th scope="col">{translated('Events behind')}</th>
          </tr>
        </thead>
        <tbody>
          {servers.map((server) => (
            <tr key={server.id} data-server>
              <th scope="row">
                {server.host}
                {server.is_answering && <span className={adminClasses.small}>{translated('answers this page')}</span>}
              </th>
              <td data-label={translated('Status')}>
                <ServerState server={server} />
              </td>
              <td data-label={translated('Version')}>{server.version}</td>
              <td data-label={translated('Started')}>
                <InstantAge instant={server.started_at} />
              </td>
              <td data-label={translated('Open streams')}>{server.sockets}</td>
              <td data-label={translated('Events behind')}>{server.events_behind}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function ServerState({ server: { is_running, not_ready, seen_at } }: { server: InstallationServer }) {
  if (!is_running) {
    return (
      <span className={adminClasses.state} data-state="failed">
        {translated('Silent')}
        <span className={adminClasses.small}>
          {translated('Last seen')} <InstantAge instant={seen_at} />
        </span>
      </span>
    );
  }
  return (
    <span className={adminClasses.state} data-state={not_ready.length === 0 ? 'active' : 'waiting'}>
      {not_ready.length === 0 ? translated('Ready') : translated('Not ready')}
      {not_ready.map((part) => (
        <code key={part} className={adminClasses.small}>
          {part}
        </code>
      ))}
    </span>
  );
}
