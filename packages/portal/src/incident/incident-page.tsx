import { SallyportError } from '@sallyport/client';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from 'react-router';
import { refusalText } from '../api/refusal-text.ts';
import { useSallyport } from '../api/sallyport-context.tsx';
import { usePollInterval } from '../live/live-state.ts';
import { incidentTitle } from '../marks/incident-title.ts';
import { FeedNotice } from '../notices/feed-notice.tsx';
import { Loading } from '../notices/loading.tsx';
import { Notice } from '../notices/notice.tsx';
import { translated } from '../words/translated.ts';
import { IncidentView } from './incident-view.tsx';
import { useSearch } from './use-search.ts';

/** One incident by its id, beside what other partners state of its caller, renewed when an event touches it. */
export function IncidentPage() {
  const sallyport = useSallyport();
  const { incidentId = '' } = useParams();
  const query = useQuery({
    queryKey: ['incident', incidentId],
    queryFn: ({ signal }) => sallyport.incidents.read(incidentId, signal),
    refetchInterval: usePollInterval(),
  });
  const navigate = useNavigate();
  const ofCaller = useSearch(query.data?.caller_phone_number ?? '');
  if (query.data !== undefined) {
    return (
      <>
        <title>{`${incidentTitle(query.data)} · Sallyport`}</title>
        <FeedNotice query={query} />
        <IncidentView
          key={incidentId}
          incidents={[query.data]}
          candidates={ofCaller.data?.incidents}
          onShow={(id) => navigate(`/portal/incidents/${id}`)}
          withMap
        />
      </>
    );
  }
  if (!query.isError) return <Loading what={translated('the incident')} />;
  const isUnknown = query.error instanceof SallyportError && query.error.status === 404;
  return (
    <Notice
      title={translated(isUnknown ? 'No such incident' : 'The incident cannot be shown')}
      action={<Link to="/portal">{translated('Go to the incidents')}</Link>}
    >
      {refusalText(query.error)}
    </Notice>
  );
}
