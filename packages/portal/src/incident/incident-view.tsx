import type { Incident } from '@sallyport/contract';
import { useState } from 'react';
import { ArrivalAnnouncer } from './arrival-announcer.tsx';
import { IncidentDetail } from './incident-detail.tsx';
import { IncidentList } from './incident-list.tsx';
import classes from './incident-view.module.css';
import { useArrivals } from './use-arrivals.ts';

interface IncidentViewProps {
  /** Newest first, at least one. */
  incidents: readonly Incident[];
  withMap: boolean;
}

/**
 * One incident whole, and a list to choose from when there are several. The newest is shown first; one that arrives
 * later is announced and listed, and never takes the place of the one being read.
 */
export function IncidentView({ incidents, withMap }: IncidentViewProps) {
  const [shownId, setShownId] = useState(incidents[0]?.id);
  const arrivals = useArrivals(incidents, 'view');
  const shown = incidents.find(({ id }) => id === shownId) ?? incidents[0];
  if (shown === undefined) return null;
  return (
    <div className={classes.view} data-list={incidents.length > 1}>
      <ArrivalAnnouncer incidents={incidents} arrivals={arrivals} />
      {incidents.length > 1 && (
        <IncidentList incidents={incidents} shownId={shown.id} arrivals={arrivals} onShow={setShownId} />
      )}
      <IncidentDetail key={shown.id} incident={shown} withMap={withMap} />
    </div>
  );
}
