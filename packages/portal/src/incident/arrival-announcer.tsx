import { VisuallyHidden } from '@mantine/core';
import type { IncidentSummary } from '@sallyport/contract';
import { incidentSentence } from '../marks/incident-title.ts';
import { translated } from '../words/translated.ts';

interface ArrivalAnnouncerProps {
  incidents: readonly IncidentSummary[];
  arrivals: ReadonlySet<string>;
}

/** Reads out the newest arrival, and how many came in all; silent before the first. */
export function ArrivalAnnouncer({ incidents, arrivals }: ArrivalAnnouncerProps) {
  const newest = incidents.find(({ id }) => arrivals.has(id));
  return (
    <VisuallyHidden role="status" aria-live="polite" data-testid="arrival-announcer">
      {newest !== undefined &&
        translated('New incident: {incident}. {count} new on this page.', {
          incident: incidentSentence(newest),
          count: arrivals.size,
        })}
    </VisuallyHidden>
  );
}
