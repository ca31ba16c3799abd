import { Button } from '@mantine/core';
import type { BoardFilter, WallBoard } from '@sallyport/contract';
import { useState } from 'react';
import { Dialog } from '../../notices/dialog.tsx';
import { Refused } from '../../notices/refused.tsx';
import { InstantAge } from '../../time/instant-age.tsx';
import classes from '../layout/admin.module.css';
import { useEndBoard } from './use-boards.ts';

const KIND_WORDS = { alert: 'Alerts', call: 'Calls', cad: 'CAD incidents' } as const;

function filterText({ kind, hides_tests }: BoardFilter): string {
  const parts = [kind && KIND_WORDS[kind], hides_tests === true && 'no tests'].filter(Boolean);
  return parts.length === 0 ? 'Everything' : parts.join(', ');
}

/** Every display with when it was seen last, and the way to end it. */
export function BoardList({ agencyId, boards }: { agencyId: string | null; boards: readonly WallBoard[] }) {
  const [asked, setAsked] = useState<WallBoard | null>(null);
  const end = useEndBoard(agencyId);
  if (boards.length === 0) return <p>There is no display yet.</p>;
  return (
    <>
      <Refused error={end.error} />
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Display</th>
            <th scope="col">Shows</th>
            <th scope="col">Made by</th>
            <th scope="col">Last seen</th>
            <th scope="col">Actions</th>
          </tr>
        </thead>
        <tbody>
          {boards.map((board) => (
            <tr key={board.id}>
              <th scope="row">{board.name}</th>
              <td data-label="Shows">{filterText(board.filter)}</td>
              <td data-label="Made by">{board.made_by}</td>
              <td data-label="Last seen">
                {board.seen_at === null ? 'Never' : <InstantAge instant={board.seen_at} />}
              </td>
              <td data-label="Actions">
                <Button variant="default" size="compact-sm" onClick={() => setAsked(board)}>
                  End
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {asked !== null && (
        <Dialog title={`End ${asked.name}`} onClose={() => setAsked(null)}>
          <div className={classes.form}>
            <p>The screen shows nothing from then on, and its link cannot be used again.</p>
            <div className={classes.buttons}>
              <Button variant="default" onClick={() => setAsked(null)}>
                Keep it
              </Button>
              <Button
                color="red"
                loading={end.isPending}
                onClick={() => end.mutate(asked.id, { onSettled: () => setAsked(null) })}
              >
                End display
              </Button>
            </div>
          </div>
        </Dialog>
      )}
    </>
  );
}
