import type { BoardRow } from '@sallyport/contract';
import { TimeLeft } from '../queue/time-left.tsx';
import { InstantAge } from '../time/instant-age.tsx';
import { serverText, translated } from '../words/translated.ts';
import classes from './board.module.css';

const KIND_WORDS = { alert: 'Alert', call: 'Call', cad: 'CAD' } as const;

/** What it is, and that it is a test where its type does not say so. */
function whatText({ kind, emergency_type: type, is_test: isTest }: BoardRow): string {
  const what = type === null ? translated(KIND_WORDS[kind]) : serverText(type);
  return isTest && !type?.endsWith('(test)') ? `${translated('Test')}: ${what}` : what;
}

/** What is active, to be read across a room; grey while it may be old. */
export function BoardTable({ rows, isOld }: { rows: readonly BoardRow[]; isOld: boolean }) {
  return (
    <table className={classes.table} data-old={isOld}>
      <thead>
        <tr>
          <th scope="col">{translated('What')}</th>
          <th scope="col">{translated('Where')}</th>
          <th scope="col">{translated('Status')}</th>
          <th scope="col">{translated('Who has it')}</th>
          <th scope="col">{translated('Since')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} data-waiting={row.accept_by !== null} data-testid="board-row">
            <th scope="row">{whatText(row)}</th>
            <td>{row.civic ?? translated('No address')}</td>
            <td>
              {serverText(row.status)}
              {row.accept_by !== null && ' '}
              {row.accept_by !== null && <TimeLeft until={row.accept_by} />}
            </td>
            <td>{row.claimed_by ?? translated('Nobody')}</td>
            <td>
              <InstantAge instant={row.listed_at} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
