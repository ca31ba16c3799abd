import { Button, TextInput } from '@mantine/core';
import type { AgencyRequest } from '@sallyport/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { announceDone } from '../../notices/announce.ts';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import classes from './clients.module.css';

/** Applications that wait for this agency's answer; nothing where none does. */
export function AgencyRequests({ agencyId, isReady }: { agencyId: string | null; isReady: boolean }) {
  const { applications } = useSallyport();
  const requests = useQuery({
    queryKey: ['agency-requests', agencyId],
    queryFn: ({ signal }) => applications.agencyRequests(agencyId, signal),
    enabled: isReady,
    refetchInterval: 30_000,
  });
  const open = requests.data?.requests.filter(({ state }) => state === 'asked') ?? [];
  return open.map((request) => <OpenRequest key={request.id} request={request} agencyId={agencyId} />);
}

function OpenRequest({ request, agencyId }: { request: AgencyRequest; agencyId: string | null }) {
  const { applications } = useSallyport();
  const queryClient = useQueryClient();
  const [words, setWords] = useState('');
  const titleId = `request-${request.id}`;
  const answer = useMutation({
    mutationFn: (state: 'granted' | 'declined') => applications.answer(request.id, { state, answer: words }, agencyId),
    onSuccess: () =>
      announceDone(translated('{applicationName} is answered.', { applicationName: request.application_name })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['agency-requests', agencyId] }),
  });
  return (
    <article className={classes.client} aria-labelledby={titleId}>
      <header>
        <div>
          <h3 id={titleId}>
            {request.application_name} {translated('asks to work with this agency')}
          </h3>
          <span>
            {request.company}: {request.purpose}
          </span>
        </div>
      </header>
      <div className={classes.request}>
        <Refused error={answer.error} />
        <TextInput
          label={translated('What the developer reads')}
          description={translated('Needed to decline')}
          maxLength={1000}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <div>
          <Button size="compact-sm" loading={answer.isPending} onClick={() => answer.mutate('granted')}>
            {translated('Agree')}
          </Button>{' '}
          <Button
            size="compact-sm"
            variant="default"
            disabled={words.trim() === '' || answer.isPending}
            onClick={() => answer.mutate('declined')}
          >
            {translated('Decline')}
          </Button>
        </div>
      </div>
    </article>
  );
}
