import { Button } from '@mantine/core';
import type { AddressSet } from '@sallyport/contract';
import { useState } from 'react';
import { Dialog } from '../../notices/dialog.tsx';
import { Refused } from '../../notices/refused.tsx';
import { InstantAge } from '../../time/instant-age.tsx';
import classes from '../layout/admin.module.css';
import { useRemoveAddresses } from './use-addresses.ts';

const WHAT = { points: 'Address points', streets: 'Road centre lines' } as const;

/** What is loaded, from which file and since when. */
export function AddressTable({ agencyId, sets }: { agencyId: string | null; sets: readonly AddressSet[] }) {
  const [asked, setAsked] = useState<AddressSet | null>(null);
  const remove = useRemoveAddresses(agencyId);
  if (sets.length === 0) return <p>Nothing is loaded yet.</p>;
  return (
    <>
      <Refused error={remove.error} />
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Records</th>
            <th scope="col">Left out</th>
            <th scope="col">File</th>
            <th scope="col">Loaded</th>
            <th scope="col">Actions</th>
          </tr>
        </thead>
        <tbody>
          {sets.map((set) => (
            <tr key={set.kind}>
              <th scope="row">{WHAT[set.kind]}</th>
              <td data-label="Records">{set.record_count.toLocaleString('en-US')}</td>
              <td data-label="Left out">{set.skipped_count.toLocaleString('en-US')}</td>
              <td data-label="File">{set.file_name}</td>
              <td data-label="Loaded">
                <InstantAge instant={set.loaded_at} />
              </td>
              <td data-label="Actions">
                <Button variant="default" size="compact-sm" onClick={() => setAsked(set)}>
                  Remove
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {asked !== null && (
        <Dialog title={`Remove ${WHAT[asked.kind].toLowerCase()}`} onClose={() => setAsked(null)}>
          <div className={classes.form}>
            <p>
              Positions have no {asked.kind === 'points' ? 'nearest address' : 'cross streets'} from then on. Alerts
              keep the positions that were found for them.
            </p>
            <div className={classes.buttons}>
              <Button variant="default" onClick={() => setAsked(null)}>
                Keep them
              </Button>
              <Button
                color="red"
                loading={remove.isPending}
                onClick={() => remove.mutate(asked.kind, { onSettled: () => setAsked(null) })}
              >
                Remove
              </Button>
            </div>
          </div>
        </Dialog>
      )}
    </>
  );
}
