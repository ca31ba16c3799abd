import { NavLink } from 'react-router';
import { useSession } from '../session/session-context.ts';
import classes from './shell.module.css';

/** The pages this person may open. */
export function MainNav() {
  const session = useSession();
  return (
    <nav className={classes.nav} aria-label="Main">
      {session.agency !== null && (
        <NavLink to="/portal" end>
          Incidents
        </NavLink>
      )}
      {session.may_administer && <NavLink to="/portal/admin">Admin</NavLink>}
    </nav>
  );
}
