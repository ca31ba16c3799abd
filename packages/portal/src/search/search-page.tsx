import { SallyportError } from '@sallyport/client';
import type { SearchResult } from '@sallyport/contract';
import { lazy, Suspense } from 'react';
import { useSearchParams } from 'react-router';
import { refusalText } from '../api/refusal-text.ts';
import { useFind } from '../finding/use-find.ts';
import { SearchIcon } from '../icons/icons.tsx';
import { IncidentView } from '../incident/incident-view.tsx';
import { useSearch } from '../incident/use-search.ts';
import { FeedNotice } from '../notices/feed-notice.tsx';
import { Loading } from '../notices/loading.tsx';
import { Notice } from '../notices/notice.tsx';
import { translated } from '../words/translated.ts';
import classes from './found.module.css';
import { FoundLink } from './found-link.tsx';
import { queryText } from './query-text.ts';

const FOUND_AT_MOST = 50;

const FoundPlaces = lazy(async () => ({ default: (await import('./found-places.tsx')).FoundPlaces }));

/** What matches a number, an id or words, and the place that it names; the server decides how a spelling is read. */
export function SearchPage() {
  const [params] = useSearchParams();
  const query = (params.get('query') ?? '').trim();
  return (
    <>
      <Suspense fallback={null}>
        <FoundPlaces query={query} />
      </Suspense>
      <FoundHere query={query} />
    </>
  );
}

function FoundHere({ query }: { query: string }) {
  const search = useSearch(query);
  const isWords = search.error instanceof SallyportError && search.error.status === 400;
  const found = useFind(isWords ? query : '', FOUND_AT_MOST);
  if (query === '')
    return (
      <Notice title={translated('Search')}>
        {translated('Type a number, a name, an address or words in the box above.')}
      </Notice>
    );
  if (search.data !== undefined) {
    return (
      <>
        <title>{`${queryText(search.data.query)} · Sallyport`}</title>
        <FeedNotice query={search} />
        <Result key={query} result={search.data} />
      </>
    );
  }
  if (isWords && found.data !== undefined && found.data.found.length > 0) {
    return (
      <div className={classes.page}>
        <title>{`${query} · Sallyport`}</title>
        <h1>{`“${query}”`}</h1>
        <ul className={classes.list} aria-label={translated('Found')}>
          {found.data.found.map((each) => (
            <li key={each.incident.id}>
              <FoundLink found={each} />
            </li>
          ))}
        </ul>
      </div>
    );
  }
  if (isWords && found.data !== undefined) {
    return (
      <Notice title={translated('Nothing matches {query}', { query: `“${query}”` })} icon={<SearchIcon size={28} />}>
        {translated(
          'No incident has this number, name, address or these words. Check the spelling, or search for less of it.',
        )}
      </Notice>
    );
  }
  if (!search.isError || found.isFetching) return <Loading what={translated('what matches')} />;
  return (
    <Notice title={translated('Nothing was searched')} icon={<SearchIcon size={28} />}>
      {refusalText(search.error)}
    </Notice>
  );
}

function Result({ result }: { result: SearchResult }) {
  if (result.incidents.length > 0) return <IncidentView incidents={result.incidents} withMap />;
  return (
    <Notice
      title={translated('Nothing matches {query}', { query: queryText(result.query) })}
      icon={<SearchIcon size={28} />}
    >
      {translated(
        result.query.kind === 'phone'
          ? 'This agency has no incident for this caller. If one comes in, it appears here by itself.'
          : 'This agency has no incident for this alert id. If one comes in, it appears here by itself.',
      )}
    </Notice>
  );
}
