import { Loader } from '@mantine/core';
import type { SearchQuery } from '@sallyport/contract';
import { Notice } from '../notices/notice.tsx';
import { queryText } from '../search/query-text.ts';
import { translated } from '../words/translated.ts';

/** Shown until the first incident for the query comes in; then it gives way by itself. */
export function WaitingForIncident({ query }: { query: SearchQuery }) {
  return (
    <div role="status">
      <Notice
        title={translated('Waiting for {query}', { query: queryText(query) })}
        icon={<Loader type="dots" aria-hidden="true" />}
      >
        {translated(query.kind === 'phone' ? 'This caller has no incident yet.' : 'This alert has not come in yet.')}{' '}
        {translated('It appears here by itself as soon as it does.')}
      </Notice>
    </div>
  );
}
