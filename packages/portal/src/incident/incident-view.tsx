import type { Incident } from '@sallyport/contract';
import { useState } from 'react';
import { ArrivalAnnouncer } from './arrival-announcer.tsx';
import { IncidentDetail } from './incident-detail.tsx';
import { IncidentList } from './incident-list.tsx';
import classes from './incident-view.module.css';
import { otherPartners } from './other-partners.ts';
import { useArrivals } from './use-arrivals.ts';

interface IncidentViewProps {
  /** Newest first, at least one. */
  incidents: readonly Incident[];
  /** Where other partners' cards about the same caller are looked for; the incidents themselves where it is left out. */
  candidates?: readonly Incident[];
  /** Shows one of the candidates; where it is left out, in this view. */
  onShow?: (id: string) => void;
  withMap: boolean;
}

/**
 * One incident whole, and a list to choose from when there are several. The newest is shown first; one that arrives
 * later is announced and listed, and never takes the place of the one being read.
 */
export function IncidentView({ incidents, candidates = incidents, onShow, withMap }: IncidentViewProps) {
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
      <IncidentDetail
        key={shown.id}
        incident={shown}
        others={otherPartners(shown, candidates)}
        onShow={onShow ?? setShownId}
        withMap={withMap}
      />
    </div>
  );
}
