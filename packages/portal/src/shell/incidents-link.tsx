import { VisuallyHidden } from '@mantine/core';
import { NavLink } from 'react-router';
import { useWaitingAlerts } from '../alert/use-waiting-alerts.ts';
import { waitingText } from '../alert/waiting-text.ts';
import { translated } from '../words/translated.ts';
import classes from './shell.module.css';

/** The way to the incidents, with how many alerts wait: seen on every page and read aloud. */
export function IncidentsLink() {
  const waiting = useWaitingAlerts();
  const count = waiting?.length ?? 0;
  return (
    <>
      <NavLink to="/portal" end>
        {translated('Incidents')}
        {count > 0 && (
          <span className={classes.waiting} aria-hidden="true" data-testid="waiting-count">
            {count}
          </span>
        )}
      </NavLink>
      <VisuallyHidden role="status">{waitingText(count)}</VisuallyHidden>
    </>
  );
}
