import { Button } from '@mantine/core';
import type { AddressSet } from '@sallyport/contract';
import { useState } from 'react';
import { Refused } from '../../notices/refused.tsx';
import { InstantAge } from '../../time/instant-age.tsx';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';
import { ConfirmDialog } from '../layout/confirm-dialog.tsx';
import { useRemoveAddresses } from './use-addresses.ts';

const WHAT = { points: 'Address points', streets: 'Road centre lines' } as const;

/** What is loaded, from which file and since when. */
export function AddressTable({ agencyId, sets }: { agencyId: string | null; sets: readonly AddressSet[] }) {
  const [asked, setAsked] = useState<AddressSet | null>(null);
  const remove = useRemoveAddresses(agencyId);
  if (sets.length === 0) return <p>{translated('Nothing is loaded yet.')}</p>;
  return (
    <>
      <Refused error={remove.error} />
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{translated('What')}</th>
            <th scope="col">{translated('Records')}</th>
            <th scope="col">{translated('Left out')}</th>
            <th scope="col">{translated('File')}</th>
            <th scope="col">{translated('Loaded')}</th>
            <th scope="col">{translated('Actions')}</th>
          </tr>
        </thead>
        <tbody>
          {sets.map((set) => (
            <tr key={set.kind}>
              <th scope="row">{translated(WHAT[set.kind])}</th>
              <td data-label={translated('Records')}>{set.record_count.toLocaleString('en-US')}</td>
              <td data-label={translated('Left out')}>{set.skipped_count.toLocaleString('en-US')}</td>
              <td data-label={translated('File')}>{set.file_name}</td>
              <td data-label={translated('Loaded')}>
                <InstantAge instant={set.loaded_at} />
              </td>
              <td data-label={translated('Actions')}>
                <Button variant="default" size="compact-sm" onClick={() => setAsked(set)}>
                  {translated('Remove')}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {asked !== null && (
        <ConfirmDialog
          title={translated('Remove {value}', { value: translated(WHAT[asked.kind]).toLowerCase() })}
          keep={translated('Keep them')}
          action={translated('Remove')}
          isPending={remove.isPending}
          onConfirm={() => remove.mutate(asked.kind, { onSettled: () => setAsked(null) })}
          onClose={() => setAsked(null)}
        >
          <p>
            {translated('Positions have no')}{' '}
            {asked.kind === 'points' ? translated('nearest address') : translated('cross streets')}{' '}
            {translated('from then on. Alerts keep the positions that were found for them.')}
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
