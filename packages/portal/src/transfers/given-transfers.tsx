import { Button } from '@mantine/core';
import type { IncidentTransfer } from '@sallyport/contract';
import { lazy, Suspense, useState } from 'react';
import { useMay } from '../current-session/use-may.ts';
import { useTimes } from '../time/use-times.ts';
import { translated } from '../words/translated.ts';
import classes from './transfers.module.css';
import { useTransfers } from './use-transfers.ts';

/** Read once it is asked for: an incident's first page is loaded over what a workstation has. */
const EndTransferDialog = lazy(async () => ({
  default: (await import('./end-transfer-dialog.tsx')).EndTransferDialog,
}));

/** Which other agencies see an incident now, and until when; each can be ended, after a question. */
export function GivenTransfers({ incidentId }: { incidentId: string }) {
  const mayEnd = useMay()('transfers:write');
  const { data } = useTransfers();
  const { instantText } = useTimes();
  const [asked, setAsked] = useState<IncidentTransfer | null>(null);
  const given = (data?.transfers ?? []).filter(({ incident_id, in_force }) => incident_id === incidentId && in_force);
  if (given.length === 0 && asked === null) return null;
  return (
    <section className={classes.given} aria-label={translated('Transfers')}>
      {given.map((transfer) => (
        <p key={transfer.id}>
          <strong>
            {translated('{agency} sees it until {time}', {
              agency: transfer.agency_name,
              time: instantText(transfer.expires_at),
            })}
          </strong>
          {mayEnd && (
            <Button size="compact-sm" variant="default" onClick={() => setAsked(transfer)}>
              {translated('End the transfer')}
            </Button>
          )}
        </p>
      ))}
      {asked !== null && (
        <Suspense fallback={null}>
          <EndTransferDialog transfer={asked} onClose={() => setAsked(null)} />
        </Suspense>
      )}
    </section>
  );
}
