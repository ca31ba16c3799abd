import { VisuallyHidden } from '@mantine/core';
import { useMemo } from 'react';
import { NavLink } from 'react-router';
import { useWaitingAlerts } from '../alert/use-waiting-alerts.ts';
import { waitingText } from '../alert/waiting-text.ts';
import { useArrivalSound } from '../queue/arrival-sound.ts';
import classes from './shell.module.css';

/** The way to the incidents, with how many alerts wait: seen on every page, read aloud, and heard where that is switched on. */
export function IncidentsLink() {
  const waiting = useWaitingAlerts();
  // An alert that is requested once more has another deadline, and sounds once more.
  const causes = useMemo(() => waiting?.map(({ id, accept_by }) => `${id} until ${accept_by}`), [waiting]);
  useArrivalSound(causes);
  const count = waiting?.length ?? 0;
  return (
    <>
      <NavLink to="/portal" end>
        Incidents
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
