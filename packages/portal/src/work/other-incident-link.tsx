import { Link, useMatch } from 'react-router';
import { translated } from '../words/translated.ts';

/** Leads to another incident of the agency. A deeplink opens one query alone, so there it is left out. */
export function OtherIncidentLink({ id }: { id: string }) {
  const deeplink = useMatch('/portal/deeplink/:deeplinkId');
  if (deeplink !== null) return null;
  return <Link to={`/portal/incidents/${encodeURIComponent(id)}`}>{translated('Go to the incident')}</Link>;
}
