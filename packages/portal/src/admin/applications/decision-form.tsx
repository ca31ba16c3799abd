import { Button, Textarea } from '@mantine/core';
import type { Application, ApplicationDecision, LegacyMarks } from '@sallyport/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSallyport } from '../../api/sallyport-context.tsx';
import classes from '../../applications/applications.module.css';
import { LegacyFields } from '../../applications/legacy-fields.tsx';
import { announceDone } from '../announce.ts';
import { Refused } from '../refused.tsx';

const DONE = { more_asked: 'More is asked for.', approved: 'Approved.', declined: 'Declined.' } as const;

/** An operator's answer. Another operator may be quicker: then this one is told so, and the page shows what was decided. */
export function DecisionForm({ application: { id } }: { application: Application }) {
  const { applications } = useSallyport();
  const queryClient = useQueryClient();
  const [text, setText] = useState('');
  const [legacy, setLegacy] = useState<LegacyMarks>({});
  const decide = useMutation({
    mutationFn: (decision: ApplicationDecision['decision']) =>
      applications.decide(id, { decision, text, ...(decision === 'approved' && { legacy }) }),
    onSuccess: ({ state }) => announceDone(state in DONE ? DONE[state as keyof typeof DONE] : 'Answered.'),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['application', id] }),
        queryClient.invalidateQueries({ queryKey: ['applications'] }),
      ]),
  });
  const hasWords = text.trim() !== '';
  return (
    <section className={classes.panel} aria-labelledby="decision-title">
      <h3 id="decision-title">Your answer</h3>
      <div className={classes.form}>
        <Refused error={decide.error} />
        <Textarea
          label="What the developer reads"
          description="Needed to ask for more, and to decline"
          rows={3}
          maxLength={2000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <LegacyFields
          marks={legacy}
          names={['json_token_body', 'token_in_query', 'loose_redirect', 'code_without_pkce']}
          onChange={setLegacy}
        />
        <div className={classes.buttons}>
          <Button loading={decide.isPending} onClick={() => decide.mutate('approved')}>
            Approve
          </Button>
          <Button
            variant="default"
            disabled={!hasWords || decide.isPending}
            onClick={() => decide.mutate('more_asked')}
          >
            Ask for more
          </Button>
          <Button variant="default" disabled={!hasWords || decide.isPending} onClick={() => decide.mutate('declined')}>
            Decline
          </Button>
        </div>
      </div>
    </section>
  );
}
