import { Button } from '@mantine/core';
import type { IncidentTransfer } from '@sallyport/contract';
import { useState } from 'react';
import { Link } from 'react-router';
import { useMay } from '../current-session/use-may.ts';
import { Loading } from '../notices/loading.tsx';
import { Refused } from '../notices/refused.tsx';
import { useTimes } from '../time/use-times.ts';
import { translated } from '../words/translated.ts';
import { EndTransferDialog } from './end-transfer-dialog.tsx';
import classes from './transfers.module.css';
import { useTransfers } from './use-transfers.ts';

/** The incidents that other agencies let this one see, and those that it lets others see; either ends them, after a question. */
export function TransfersPage() {
  const { data, error } = useTransfers();
  const [asked, setAsked] = useState<IncidentTransfer | null>(null);
  const of = (direction: IncidentTransfer['direction']) =>
    (data?.transfers ?? []).filter((transfer) => transfer.direction === direction);
  return (
    <div className={classes.page}>
      <title>{`${translated('Transfers')} · Sallyport`}</title>
      <h1>{translated('Transfers')}</h1>
      <Refused error={error} />
      {data === undefined && error === null && <Loading what={translated('the transfers')} />}
      {data !== undefined && (
        <>
          <h2>{translated('Received from other agencies')}</h2>
          <Transfers transfers={of('received')} onEnd={setAsked} />
          <h2>{translated('Given to other agencies')}</h2>
          <Transfers transfers={of('given')} onEnd={setAsked} />
        </>
      )}
      {asked !== null && <EndTransferDialog transfer={asked} onClose={() => setAsked(null)} />}
    </div>
  );
}

interface TransfersProps {
  transfers: readonly IncidentTransfer[];
  onEnd: (transfer: IncidentTransfer) => void;
}

function Transfers({ transfers, onEnd }: TransfersProps) {
  const mayEnd = useMay()('transfers:write');
  const { instantText } = useTimes();
  if (transfers.length === 0) return <p className={classes.none}>{translated('None.')}</p>;
  return (
    <ul className={classes.list}>
      {transfers.map((transfer) => (
        <li key={transfer.id} className={classes.transfer} data-in-force={transfer.in_force}>
          <div>
            <strong>{transfer.agency_name}</strong>
            {transfer.reason !== null && <p>{transfer.reason}</p>}
            <small>
              {translated('by {name}', { name: transfer.made_by })}, {instantText(transfer.created_at)}.{' '}
              {endText(transfer, instantText)}
            </small>
          </div>
          {transfer.in_force && (
            <div className={classes.actions}>
              <Link to={addressOf(transfer)}>{translated('Go to the incident')}</Link>
              {mayEnd && (
                <Button size="compact-sm" variant="default" onClick={() => onEnd(transfer)}>
                  {translated('End the transfer')}
                </Button>
              )}
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

const addressOf = ({ id, incident_id }: IncidentTransfer) =>
  incident_id === null
    ? `/portal/transfers/${encodeURIComponent(id)}`
    : `/portal/incidents/${encodeURIComponent(incident_id)}`;

function endText({ ended, expires_at, in_force }: IncidentTransfer, instantText: (instant: string) => string): string {
  if (ended !== null)
    return translated('Ended by {name}, {time}', { name: ended.by, time: instantText(ended.ended_at) });
  const time = instantText(expires_at);
  return in_force ? translated('In force until {time}', { time }) : translated('Expired {time}', { time });
}
