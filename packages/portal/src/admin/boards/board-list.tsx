import { Button } from '@mantine/core';
import type { WallBoard } from '@sallyport/contract';
import { useState } from 'react';
import { boardFilterText } from '../../area/board-filter-text.ts';
import { Refused } from '../../notices/refused.tsx';
import { InstantAge } from '../../time/instant-age.tsx';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';
import { ConfirmDialog } from '../layout/confirm-dialog.tsx';
import { useEndBoard } from './use-boards.ts';

/** Every display with when it was seen last, and the way to end it. */
export function BoardList({ agencyId, boards }: { agencyId: string | null; boards: readonly WallBoard[] }) {
  const [asked, setAsked] = useState<WallBoard | null>(null);
  const end = useEndBoard(agencyId);
  if (boards.length === 0) return <p>{translated('There is no display yet.')}</p>;
  return (
    <>
      <Refused error={end.error} />
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{translated('Display')}</th>
            <th scope="col">{translated('Shows')}</th>
            <th scope="col">{translated('Made by')}</th>
            <th scope="col">{translated('Last seen')}</th>
            <th scope="col">{translated('Actions')}</th>
          </tr>
        </thead>
        <tbody>
          {boards.map((board) => (
            <tr key={board.id}>
              <th scope="row">{board.name}</th>
              <td data-label={translated('Shows')}>{boardFilterText(board.filter)}</td>
              <td data-label={translated('Made by')}>{board.made_by}</td>
              <td data-label={translated('Last seen')}>
                {board.seen_at === null ? translated('Never') : <InstantAge instant={board.seen_at} />}
              </td>
              <td data-label={translated('Actions')}>
                <Button variant="default" size="compact-sm" onClick={() => setAsked(board)}>
                  {translated('End')}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {asked !== null && (
        <ConfirmDialog
          title={translated('End {name}', { name: asked.name })}
          action={translated('End display')}
          isPending={end.isPending}
          onConfirm={() => end.mutate(asked.id, { onSettled: () => setAsked(null) })}
          onClose={() => setAsked(null)}
        >
          <p>{translated('The screen shows nothing from then on, and its link cannot be used again.')}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
