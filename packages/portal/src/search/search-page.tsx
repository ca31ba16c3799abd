import type { SearchResult } from '@sallyport/contract';
import { useSearchParams } from 'react-router';
import { refusalText } from '../api/refusal-text.ts';
import { SearchIcon } from '../icons/icons.tsx';
import { IncidentView } from '../incident/incident-view.tsx';
import { useSearch } from '../incident/use-search.ts';
import { FeedNotice } from '../notices/feed-notice.tsx';
import { Loading } from '../notices/loading.tsx';
import { Notice } from '../notices/notice.tsx';
import { queryText } from './query-text.ts';

/** What matches a phone number or an alert id; the server decides how a spelling is read. */
export function SearchPage() {
  const [params] = useSearchParams();
  const query = (params.get('query') ?? '').trim();
  const search = useSearch(query);
  if (query === '') return <Notice title="Search">Type a phone number or an alert id in the box above.</Notice>;
  if (search.data !== undefined) {
    return (
      <>
        <title>{`${queryText(search.data.query)} · Sallyport`}</title>
        <FeedNotice query={search} />
        <Result key={query} result={search.data} />
      </>
    );
  }
  if (!search.isError) return <Loading what="what matches" />;
  return (
    <Notice title={`“${query}” cannot be searched`} icon={<SearchIcon size={28} />}>
      {refusalText(search.error)}
    </Notice>
  );
}

function Result({ result }: { result: SearchResult }) {
  if (result.incidents.length > 0) return <IncidentView incidents={result.incidents} withMap />;
  return (
    <Notice title={`Nothing matches ${queryText(result.query)}`} icon={<SearchIcon size={28} />}>
      This agency has no incident for {result.query.kind === 'phone' ? 'this caller' : 'this alert id'}. If one comes
      in, it appears here by itself.
    </Notice>
  );
}
