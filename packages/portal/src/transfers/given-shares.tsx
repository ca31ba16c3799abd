import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { ruleText, termsText } from '../admin/shares/share-text.ts';
import { useDeeplinkId, useSallyport } from '../api/sallyport-context.tsx';
import { useMay } from '../current-session/use-may.ts';
import { useTimes } from '../time/use-times.ts';
import { translated } from '../words/translated.ts';
import classes from './transfers.module.css';

const ASKED_EVERY_MS = 30_000;

/** Which other agencies see an incident by a share now, until when and by which rule; for whoever gives and ends shares. */
export function GivenShares({ incidentId }: { incidentId: string }) {
  const { shares } = useSallyport();
  const isDeeplink = useDeeplinkId() !== null;
  const may = useMay();
  const { instantText } = useTimes();
  const { data } = useQuery({
    queryKey: ['shares-of-incident', incidentId],
    queryFn: ({ signal }) => shares.ofIncident(incidentId, signal),
    enabled: may('shares:manage') && !isDeeplink,
    refetchInterval: ASKED_EVERY_MS,
  });
  if (data === undefined || data.shares.length === 0) return null;
  return (
    <section className={classes.given} aria-label={translated('Shares')}>
      {data.shares.map((share) => (
        <p key={share.id}>
          <span>
            <strong>
              {translated('{agency} sees it by a share until {time}', {
                agency: share.agency_name,
                time: instantText(share.expires_at),
              })}
            </strong>
            {`: ${[ruleText(share), termsText(share)].filter(Boolean).join('; ')}.`}
          </span>{' '}
          <Link to="/portal/admin/shares">{translated('To the shares, where it is ended')}</Link>
        </p>
      ))}
    </section>
  );
}
