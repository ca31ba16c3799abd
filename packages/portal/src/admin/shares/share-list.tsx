import { Button } from '@mantine/core';
import type { IncidentShare } from '@sallyport/contract';
import { useState } from 'react';
import { Refused } from '../../notices/refused.tsx';
import { useTimes } from '../../time/use-times.ts';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';
import { ConfirmDialog } from '../layout/confirm-dialog.tsx';
import { endText, ruleText, termsText } from './share-text.ts';
import { useEndShare } from './use-shares.ts';

/** Shares of one direction; what is in force is ended after a question that states what stops. */
export function ShareList({ agencyId, shares }: { agencyId: string | null; shares: readonly IncidentShare[] }) {
  const [asked, setAsked] = useState<IncidentShare | null>(null);
  const end = useEndShare(agencyId);
  const { instantText } = useTimes();
  if (shares.length === 0) return <p>{translated('None.')}</p>;
  const label = {
    seen: translated('What is seen'),
    now: translated('Seen now'),
    until: translated('Until'),
    actions: translated('Actions'),
  };
  return (
    <>
      <Refused error={end.error} />
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{translated('Agency')}</th>
            <th scope="col">{label.seen}</th>
            <th scope="col">{label.now}</th>
            <th scope="col">{label.until}</th>
            <th scope="col">{label.actions}</th>
          </tr>
        </thead>
        <tbody>
          {shares.map((share) => (
            <tr key={share.id}>
              <th scope="row">{share.agency_name}</th>
              <td data-label={label.seen}>
                <div>
                  {ruleText(share)}
                  {termsText(share) !== '' && <div>{termsText(share)}</div>}
                  {share.reason !== null && <div>{share.reason}</div>}
                </div>
              </td>
              <td data-label={label.now}>{share.incidents_now ?? '–'}</td>
              <td data-label={label.until}>
                <div>
                  {endText(share, instantText)}
                  <div>{translated('by {name}', { name: share.made_by })}</div>
                </div>
              </td>
              <td data-label={label.actions}>
                {share.in_force ? (
                  <Button variant="default" size="compact-sm" onClick={() => setAsked(share)}>
                    {translated('End the share')}
                  </Button>
                ) : (
                  '–'
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {asked !== null && (
        <ConfirmDialog
          title={translated('End the share')}
          action={translated('End the share')}
          keep={translated('Keep it')}
          isPending={end.isPending}
          onConfirm={() => end.mutate(asked.id, { onSettled: () => setAsked(null) })}
          onClose={() => setAsked(null)}
        >
          <p>{stopText(asked)}</p>
        </ConfirmDialog>
      )}
    </>
  );
}

function stopText({ direction, agency_name: agency, incidents_now }: IncidentShare): string {
  const count = incidents_now ?? 0;
  return direction === 'given'
    ? translated(
        '{agency} sees {count} incidents by it now: from now on none of them, and none that come. What it answered stays.',
        { agency, count },
      )
    : translated(
        'Your agency sees {count} incidents of {agency} by it now: from now on none of them, and none that come. What it answered stays.',
        { agency, count },
      );
}
