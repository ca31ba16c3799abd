import { Link, useParams } from 'react-router';
import { Loading } from '../../notices/loading.tsx';
import { Refused } from '../../notices/refused.tsx';
import { ShownInstant } from '../../time/shown-instant.tsx';
import { translated } from '../../words/translated.ts';
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
      <title>{translated('Boundary of {name} · Sallyport', { name })}</title>
      <div className={classes.toolbar}>
        <div>
          <h2 id="boundary-title">
            {translated('Boundary of')} {name}
          </h2>
          <p>
            {translated('Where this agency answers alerts.')}{' '}
            <Link to="/portal/admin/callflows">{translated('Callflows')}</Link>{' '}
            {translated('by position choose by it.')}
          </p>
        </div>
      </div>
      <Refused error={boundary.error} />
      {boundary.isPending && <Loading what={translated('the boundary')} />}
      {stored !== undefined && (
        <div className={boundaryClasses.columns}>
          <BoundaryForm key={stored.changed_at} agencyId={agencyId} hasBoundary={stored.boundary !== null} />
          {stored.boundary !== null && stored.bounds !== null && stored.changed_at !== null ? (
            <figure className={boundaryClasses.drawing}>
              <BoundaryMap
                geometry={stored.boundary}
                bounds={stored.bounds}
                label={translated('Map of the boundary of {name}', { name })}
              />
              <figcaption data-boundary-facts>
                {stored.position_count} {translated('positions, from')} {degrees(stored.bounds.south)},{' '}
                {degrees(stored.bounds.west)} {translated('to')} {degrees(stored.bounds.north)},{' '}
                {degrees(stored.bounds.east)}
                {translated('; set')} <ShownInstant at={stored.changed_at} />
              </figcaption>
            </figure>
          ) : (
            <p>{translated('This agency has no boundary yet.')}</p>
          )}
        </div>
      )}
    </section>
  );
}
