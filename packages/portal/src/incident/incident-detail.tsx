import type { Incident } from '@sallyport/contract';
import { lazy, Suspense } from 'react';
import { AlertPanel } from '../alert/alert-panel.tsx';
import { CardStack } from '../cards/card-stack.tsx';
import { useCommands } from '../commands/commands.ts';
import { useMay } from '../current-session/use-may.ts';
import { ListenPanel } from '../listen/listen-panel.tsx';
import { LocationPanel } from '../location/location-panel.tsx';
import { positioned } from '../location/positioned.ts';
import { Loading } from '../notices/loading.tsx';
import { GivenShares } from '../transfers/given-shares.tsx';
import { GivenTransfers } from '../transfers/given-transfers.tsx';
import { translated } from '../words/translated.ts';
import { MergedBar } from '../work/merged-bar.tsx';
import { TimeLine } from '../work/time-line.tsx';
import { WorkBar } from '../work/work-bar.tsx';
import { IncidentHeading } from './incident-heading.tsx';
import classes from './incident-view.module.css';
import { PartnerCards } from './partner-cards.tsx';

const IncidentMap = lazy(async () => ({ default: (await import('../map/incident-map.tsx')).IncidentMap }));

interface IncidentDetailProps {
  incident: Incident;
  /** What other partners supplied about the same caller; `onShow` is asked for one of them by its id. */
  others: readonly Incident[];
  onShow: (id: string) => void;
  withMap: boolean;
}

/** Everything known of one incident. Without the map, its code is never loaded. */
export function IncidentDetail({ incident, others, onShow, withMap }: IncidentDetailProps) {
  const { location } = incident;
  const place = positioned(location);
  const mayListen = useMay()('calls:listen');
  useCommands([{ id: 'print', label: translated('Print'), keys: 'shift+P', run: () => window.print() }]);
  return (
    <article className={classes.detail} aria-labelledby="incident-title">
      <IncidentHeading incident={incident} />
      {incident.merge === undefined ? (
        <WorkBar incident={incident} />
      ) : (
        <MergedBar incident={incident} merge={incident.merge} />
      )}
      <GivenTransfers incidentId={incident.id} />
      <GivenShares incidentId={incident.id} />
      {incident.is_audio_live && mayListen && <ListenPanel incidentId={incident.id} />}
      {incident.alert !== null && <AlertPanel incident={incident} alert={incident.alert} />}
      <div className={classes.body} data-map={withMap}>
        <div className={classes.where}>
          <LocationPanel incidentId={incident.id} location={location} />
          {withMap && place !== null && (
            <div className={classes.map} data-screen>
              <Suspense fallback={<Loading what={translated('the map')} />}>
                <IncidentMap incidentId={incident.id} location={place} />
              </Suspense>
            </div>
          )}
        </div>
        <div className={classes.facts}>
          <TimeLine incidentId={incident.id} />
          <section className={classes.cards} aria-label={translated('Cards')}>
            <CardStack incidentId={incident.id} cards={incident.cards} />
            {others.map((other) => (
              <PartnerCards key={other.id} incident={other} onShow={onShow} />
            ))}
          </section>
        </div>
      </div>
    </article>
  );
}
