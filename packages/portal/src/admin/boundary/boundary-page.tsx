import { Link, useParams } from 'react-router';
import { Loading } from '../../notices/loading.tsx';
import { Refused } from '../../notices/refused.tsx';
import { ShownInstant } from '../../time/shown-instant.tsx';
import { useOperatedAgencies } from '../callflows/use-callflows.ts';
import classes from '../layout/admin.module.css';
import boundaryClasses from './boundary.module.css';
import { BoundaryForm } from './boundary-form.tsx';
import { BoundaryMap } from './boundary-map.tsx';
import { useBoundary } from './use-boundary.ts';

const degrees = (value: number) => value.toFixed(4);

/** Admin, Agencies, one agency's boundary: for operators. */
export function BoundaryPage() {
  const { agencyId = '' } = useParams();
  const boundary = useBoundary(agencyId);
  const agencies = useOperatedAgencies();
  const name = agencies.data?.agencies.find(({ id }) => id === agencyId)?.name ?? agencyId;
  const stored = boundary.data;
  return (
    <section aria-labelledby="boundary-title">
      <title>{`Boundary of ${name} · Sallyport`}</title>
      <div className={classes.toolbar}>
        <div>
          <h2 id="boundary-title">Boundary of {name}</h2>
          <p>
            Where this agency answers alerts. <Link to="/portal/admin/callflows">Callflows</Link> by position choose by
            it.
          </p>
        </div>
      </div>
      <Refused error={boundary.error} />
      {boundary.isPending && <Loading what="boundary" />}
      {stored !== undefined && (
        <div className={boundaryClasses.columns}>
          <BoundaryForm key={stored.changed_at} agencyId={agencyId} hasBoundary={stored.boundary !== null} />
          {stored.boundary !== null && stored.bounds !== null && stored.changed_at !== null ? (
            <figure className={boundaryClasses.drawing}>
              <BoundaryMap geometry={stored.boundary} bounds={stored.bounds} label={`Map of the boundary of ${name}`} />
              <figcaption>
                {stored.position_count} positions, from {degrees(stored.bounds.south)}, {degrees(stored.bounds.west)} to{' '}
                {degrees(stored.bounds.north)}, {degrees(stored.bounds.east)}; set{' '}
                <ShownInstant at={stored.changed_at} />
              </figcaption>
            </figure>
          ) : (
            <p>This agency has no boundary yet.</p>
          )}
        </div>
      )}
    </section>
  );
}
