import { NavLink } from 'react-router';
import { useSession } from '../current-session/session-context.ts';
import { TilesLink } from '../tiles/tiles-link.tsx';
import { TransfersLink } from '../transfers/transfers-link.tsx';
import { translated } from '../words/translated.ts';
import { IncidentsLink } from './incidents-link.tsx';
import classes from './shell.module.css';

/** The pages this person may open. */
export function MainNav() {
  const session = useSession();
  return (
    <nav className={classes.nav} aria-label={translated('Main')}>
      {session.agency !== null && <IncidentsLink />}
      {session.agency !== null && <NavLink to="/portal/map">{translated('Map')}</NavLink>}
      {session.agency !== null && <TransfersLink />}
      {session.agency !== null && <TilesLink />}
      {session.may_administer && <NavLink to="/portal/admin">{translated('Admin')}</NavLink>}
    </nav>
  );
}
