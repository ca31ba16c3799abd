import { Button } from '@mantine/core';
import type { Board } from '@sallyport/contract';
import { useLocation } from 'react-router';
import { boardFilterText } from '../area/board-filter-text.ts';
import { WarningIcon } from '../icons/icons.tsx';
import { Loading } from '../notices/loading.tsx';
import { Notice } from '../notices/notice.tsx';
import type { AudioState } from '../sound/seat-audio.ts';
import { InstantAge } from '../time/instant-age.tsx';
import { ShownClock } from '../time/shown-instant.tsx';
import type { Text } from '../words/spanish/spanish.ts';
import { translated } from '../words/translated.ts';
import classes from './board.module.css';
import { BoardTable } from './board-table.tsx';
import { refusalOf, useBoard } from './use-board.ts';
import { useBoardSound } from './use-board-sound.ts';
import { useWakeLock, type WakeState } from './use-wake-lock.ts';

const SOUND_WORDS: Readonly<Record<AudioState, Text>> = {
  off: 'Sound off',
  silenced: 'No sound until somebody clicks or presses a key',
  audible: 'Sound on',
  unavailable: 'This browser has no sound',
};
const WAKE_WORDS: Readonly<Record<WakeState, Text>> = {
  on: 'Screen stays on',
  waiting: 'Screen may switch off while this page is hidden',
  unavailable: 'Screen may switch off: this browser cannot keep it on',
};

/** What is active, for everybody in the room: read by the link alone, without a person and without anything to change. */
export function BoardPage() {
  const token = useLocation().hash.slice(1);
  const board = useBoard(token);
  const sound = useBoardSound(board.data?.rows);
  const wake = useWakeLock();
  const refusal = token === '' ? 'ended' : refusalOf(board.error);
  if (refusal !== null) {
    return (
      <main>
        {refusal === 'ended' ? (
          <Notice title={translated('This display was ended')}>
            {translated(
              'Its link is not valid any more, or not whole. An administrator makes another one in Admin, Displays.',
            )}
          </Notice>
        ) : (
          <Notice title={translated('The agency of this display is disabled')}>
            {translated('It shows what is active again within a minute of the agency being enabled.')}
          </Notice>
        )}
      </main>
    );
  }
  return (
    <main className={classes.page}>
      <title>{`${board.data?.name ?? translated('Display')} · Sallyport`}</title>
      <header className={classes.header}>
        <h1>{board.data?.agency_name ?? translated('Display')}</h1>
        <span>{board.data?.name}</span>
        {/* A server of the version before, beside this one, states no filter. */}
        {board.data?.filter !== undefined && (
          <span data-testid="board-filter">{boardFilterText(board.data.filter)}</span>
        )}
        <span data-testid="wake">{translated(WAKE_WORDS[wake])}</span>
        <span data-testid="sound">{translated(SOUND_WORDS[sound.state])}</span>
        <Button size="compact-sm" variant="default" onClick={sound.test}>
          {translated('Test sound')}
        </Button>
      </header>
      <CutOff isCutOff={board.isError} since={board.dataUpdatedAt} />
      <Shown board={board.data} isCutOff={board.isError} />
    </main>
  );
}

/** That what is shown may be old, and since when; said once when it begins, and gone when it is over. */
function CutOff({ isCutOff, since }: { isCutOff: boolean; since: number }) {
  return (
    <div role="alert">
      {isCutOff && (
        <p className={classes.cutOff}>
          <WarningIcon />
          {since === 0 ? (
            translated('Cut off: the server cannot be reached. Trying again …')
          ) : (
            <span>
              {translated('Cut off since')} <ShownClock at={new Date(since).toISOString()} /> (
              <InstantAge instant={new Date(since).toISOString()} />
              ). {translated('What you see is from then. Trying again …')}
            </span>
          )}
        </p>
      )}
    </div>
  );
}

function Shown({ board, isCutOff }: { board: Board | undefined; isCutOff: boolean }) {
  if (board === undefined) return isCutOff ? null : <Loading what={translated('what is active')} />;
  if (board.rows.length === 0) return <p className={classes.none}>{translated('Nothing is active.')}</p>;
  return <BoardTable rows={board.rows} isOld={isCutOff} />;
}
