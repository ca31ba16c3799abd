import type { IncidentSummary } from '@sallyport/contract';
import { Link } from 'react-router';
import { isAssailant } from '../incident/assailant.ts';
import { EmergencyTypeMark } from '../incident/emergency-type-mark.tsx';
import { justInMeaning, useIsJustIn } from '../incident/just-in.ts';
import { newestSignalOf } from '../incident/use-arrivals.ts';
import { metersText } from '../location/meters-text.ts';
import { positionText } from '../location/position-text.ts';
import { positioned } from '../location/positioned.ts';
import { callerText, incidentTitle, numberText } from '../marks/incident-title.ts';
import { StatusMark } from '../marks/status-mark.tsx';
import { TestTag } from '../marks/test-tag.tsx';
import { InstantAge } from '../time/instant-age.tsx';
import { serverText, translated } from '../words/translated.ts';
import { ClaimMark } from '../work/claim-mark.tsx';
import { isWaiting } from './gravest-first.ts';
import classes from './queue.module.css';
import { TimeLeft } from './time-left.tsx';

/** One incident of the queue, as one link. */
export function QueueRow({ incident, isArrival }: { incident: IncidentSummary; isArrival: boolean }) {
  const signalledAt = newestSignalOf(incident);
  const isJustIn = useIsJustIn(isArrival, signalledAt);
  const type = incident.emergency_type ?? { name: incident.kind, display_name: incidentTitle(incident) };
  return (
    <Link
      to={`/portal/incidents/${encodeURIComponent(incident.id)}`}
      className={classes.row}
      data-row
      data-arrival={isJustIn}
      data-waiting={isWaiting(incident)}
      data-assailant={isAssailant(incident)}
    >
      <span className={classes.status}>
        <StatusMark status={incident.status} />
        {incident.accept_by !== null && <TimeLeft until={incident.accept_by} />}
        {incident.disposition !== null && (
          <span className={classes.disposition}>{serverText(incident.disposition.display_name)}</span>
        )}
      </span>
      <span className={classes.what}>
        <EmergencyTypeMark type={type} />
        {incident.is_test && <TestTag />}
        {incident.description !== null && <span className={classes.description}>{incident.description}</span>}
      </span>
      <span className={classes.who}>
        <strong>{callerText(incident)}</strong>
        {incident.caller_name !== null && numberText(incident) !== null && <span>{numberText(incident)}</span>}
      </span>
      <span className={classes.where}>{whereText(incident)}</span>
      <span className={classes.when}>
        {isJustIn && (
          <em title={justInMeaning()}>
            {translated(incident.signalled_at === undefined ? 'Just in' : 'Further signal')}
          </em>
        )}
        <InstantAge instant={signalledAt} />
        <span className={classes.by}>{incident.supplied_by}</span>
        <ClaimMark incident={incident} />
      </span>
    </Link>
  );
}

/** A distance stays on one line, whatever the width. */
function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

function whereText({ location }: IncidentSummary): string {
  if (location === null) return translated('No position');
  const radius = location.uncertainty_radius;
  const within = radius === null ? '' : `, ${unbroken(translated('within {length}', { length: metersText(radius) }))}`;
  const place = positioned(location);
  if (place === null) {
    return location.civic === null
      ? translated('No position')
      : translated('{address}, not on the map', { address: location.civic });
  }
  return `${location.civic ?? positionText(place)}${within}`;
}
