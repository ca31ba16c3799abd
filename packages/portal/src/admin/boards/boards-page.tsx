import { Loading } from '../../notices/loading.tsx';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import { AgencyChoice } from '../chosen-agency/agency-choice.tsx';
import { useAdminAgency } from '../chosen-agency/use-admin-agency.ts';
import classes from '../layout/admin.module.css';
import { AddBoardForm } from './add-board-form.tsx';
import { BoardList } from './board-list.tsx';
import { useBoards } from './use-boards.ts';

/** Admin, Displays: screens that show active incidents without a person's session. */
export function BoardsPage() {
  const agency = useAdminAgency();
  const boards = useBoards(agency.agencyId, agency.isReady);
  return (
    <section aria-labelledby="boards-title">
      <title>{translated('Displays · Sallyport')}</title>
      <div className={classes.toolbar}>
        <div>
          <h2 id="boards-title">{translated('Displays')}</h2>
          <p>
            {translated(
              'A screen on a wall that shows what is active, without names or numbers of callers. Whoever has its link sees it until the display is ended here.',
            )}
          </p>
        </div>
        <AgencyChoice agency={agency} />
      </div>
      <Refused error={boards.error} />
      {boards.isPending && <Loading what={translated('the displays')} />}
      {boards.data !== undefined && (
        <>
          <BoardList agencyId={agency.agencyId} boards={boards.data.boards} />
          <AddBoardForm key={agency.agencyId} agencyId={agency.agencyId} />
        </>
      )}
    </section>
  );
}
