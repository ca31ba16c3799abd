import type { Incident } from '@sallyport/contract';
import { PhoneNumber } from '../cards/phone-number.tsx';
import { CopyTextButton } from '../copying/copy-text-button.tsx';
import { WhereLine } from '../location/where-line.tsx';
import { incidentTitle, numberText } from '../marks/incident-title.ts';
import { StatusMark } from '../marks/status-mark.tsx';
import { TestTag } from '../marks/test-tag.tsx';
import { InstantAge } from '../time/instant-age.tsx';
import { serverText, translated } from '../words/translated.ts';
import { EmergencyTypeMark } from './emergency-type-mark.tsx';
import classes from './incident-heading.module.css';

/** What it is, how it stands, who calls, where, how sure and how old that is, and who sent it when. */
export function IncidentHeading({ incident }: { incident: Incident }) {
  const type = incident.emergency_type ?? { name: incident.kind, display_name: incidentTitle(incident) };
  return (
    <header className={classes.heading} data-test={incident.is_test}>
      <div className={classes.line}>
        <h1 id="incident-title">
          <EmergencyTypeMark type={type} />
        </h1>
        <StatusMark status={incident.status} />
        {incident.is_test && <TestTag />}
        <span className={classes.when}>
          {translated('Received')} <InstantAge instant={incident.created_at} />{' '}
          {translated('from {sender}', { sender: incident.supplied_by })}
          {incident.signalled_at !== undefined && (
            <>
              , {translated('further signal')} <InstantAge instant={incident.signalled_at} />
            </>
          )}
        </span>
      </div>
      <div className={classes.line}>
        {incident.caller_name !== null && <span className={classes.caller}>{incident.caller_name}</span>}
        {incident.caller_phone_number === null ? (
          <span>{numberText(incident)}</span>
        ) : (
          <PhoneNumber number={incident.caller_phone_number} />
        )}
        {incident.caller_phone_extension !== undefined && (
          <span>{translated('extension {number}', { number: incident.caller_phone_extension })}</span>
        )}
        {incident.alert_id !== null && (
          <span className={classes.alertId}>
            <span>{incident.alert_id}</span>
            <CopyTextButton value={incident.alert_id} label={translated('Copy alert id')} />
          </span>
        )}
      </div>
      <WhereLine incidentId={incident.id} location={incident.location} />
      {incident.description !== null && <p className={classes.description}>{incident.description}</p>}
      {incident.remarks?.map(({ name, display_name }) => (
        <p key={name} className={classes.remark} data-remark={name}>
          {serverText(display_name)}
        </p>
      ))}
      {incident.is_test && <p className={classes.test}>{translated('This is a test. Do not dispatch.')}</p>}
    </header>
  );
}
