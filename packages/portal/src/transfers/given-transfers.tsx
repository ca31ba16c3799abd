import { Button } from '@mantine/core';
import { useMay } from '../current-session/use-may.ts';
import { Refused } from '../notices/refused.tsx';
import { useTimes } from '../time/use-times.ts';
import { translated } from '../words/translated.ts';
import classes from './transfers.module.css';
import { useEndTransfer, useTransfers } from './use-transfers.ts';

/** Which other agencies see an incident now, and until when; each can be ended. */
export function GivenTransfers({ incidentId }: { incidentId: string }) {
  const mayEnd = useMay()('transfers:write');
  const { data } = useTransfers();
  const { instantText } = useTimes();
  const end = useEndTransfer();
  const given = (data?.transfers ?? []).filter(({ incident_id, in_force }) => incident_id === incidentId && in_force);
  if (given.length === 0) return null;
  return (
    <section className={classes.given} aria-label={translated('Transfers')}>
      {given.map(({ id, agency_name, expires_at }) => (
        <p key={id}>
          <strong>
            {translated('{agency} sees it until {time}', { agency: agency_name, time: instantText(expires_at) })}
          </strong>
          {mayEnd && (
            <Button size="compact-sm" variant="default" loading={end.isPending} onClick={() => end.mutate(id)}>
              {translated('End the transfer')}
            </Button>
          )}
        </p>
      ))}
      <Refused error={end.error} />
    </section>
  );
}
