import { Button } from '@mantine/core';
import type { Incident, IncidentMerge } from '@sallyport/contract';
import { useMay } from '../current-session/use-may.ts';
import { Refused } from '../notices/refused.tsx';
import { InstantAge } from '../time/instant-age.tsx';
import { translated } from '../words/translated.ts';
import { OtherIncidentLink } from './other-incident-link.tsx';
import { useWork } from './use-work.ts';
import classes from './work.module.css';

/** That a call was merged, by whom, and where it goes on; a person's merge can be undone. */
export function MergedBar({ incident, merge: { into, by } }: { incident: Incident; merge: IncidentMerge }) {
  const mayMerge = useMay()('incidents:merge');
  const { undoMerge } = useWork(incident.id);
  return (
    <section className={classes.bar} data-claim="merged" aria-label={translated('Work')}>
      <p role="status" className={classes.who}>
        <strong>{translated('Merged into another incident, which goes on')}</strong>
        {by !== undefined && (
          <span>
            {translated('by {name}', { name: by.name })} <InstantAge instant={by.merged_at} />
          </span>
        )}
      </p>
      <div className={classes.actions} data-screen>
        <OtherIncidentLink id={into} />
        {by !== undefined && mayMerge && (
          <Button size="compact-sm" variant="default" loading={undoMerge.isPending} onClick={() => undoMerge.mutate()}>
            {translated('Undo the merge')}
          </Button>
        )}
      </div>
      <Refused error={undoMerge.error} />
    </section>
  );
}
