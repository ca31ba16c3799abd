import { Button, Textarea } from '@mantine/core';
import type { Application, ApplicationDecision, DocumentKind, LegacyMarks } from '@sallyport/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSallyport } from '../../api/sallyport-context.tsx';
import classes from '../../applications/applications.module.css';
import { LegacyFields } from '../../applications/legacy-fields.tsx';
import { DOCUMENT_TEXT } from '../../applications/state-text.ts';
import { announceDone } from '../../notices/announce.ts';
import { Dialog } from '../../notices/dialog.tsx';
import { DialogButtons } from '../../notices/dialog-buttons.tsx';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';

const DONE = { more_asked: 'More is asked for.', approved: 'Approved.', declined: 'Declined.' } as const;

interface DecisionFormProps {
  application: Application;
  /** The documents that were opened on this page. */
  opened: readonly DocumentKind[];
}

/** An operator's answer. Another operator may be quicker: then this one is notified so, and the page shows what was decided. */
export function DecisionForm({ application, opened }: DecisionFormProps) {
  const { id } = application;
  const [isAsking, setIsAsking] = useState(false);
  const unopened = application.documents.filter(({ kind }) => !opened.includes(kind));
  const { applications } = useSallyport();
  const queryClient = useQueryClient();
  const [text, setText] = useState('');
  const [legacy, setLegacy] = useState<LegacyMarks>(() => legacyOf(application));
  const decide = useMutation({
    mutationFn: (decision: ApplicationDecision['decision']) =>
      applications.decide(id, { decision, text, ...(decision === 'approved' && { documents_opened: true, legacy }) }),
    onSuccess: ({ state }) => announceDone(translated(state in DONE ? DONE[state as keyof typeof DONE] : 'Answered.')),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['application', id] }),
        queryClient.invalidateQueries({ queryKey: ['applications'] }),
      ]),
  });
  const hasWords = text.trim() !== '';
  return (
    <section className={classes.panel} aria-labelledby="decision-title">
      <h3 id="decision-title">{translated('Your answer')}</h3>
      <div className={classes.form}>
        <Refused error={decide.error} />
        <Textarea
          label={translated('What the developer reads')}
          description={translated('Needed to ask for more, and to decline')}
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
          <Button
            loading={decide.isPending}
            onClick={() => (unopened.length === 0 ? decide.mutate('approved') : setIsAsking(true))}
          >
            {translated('Approve')}
          </Button>
          <Button
            variant="default"
            disabled={!hasWords || decide.isPending}
            onClick={() => decide.mutate('more_asked')}
          >
            {translated('Ask for more')}
          </Button>
          <Button variant="default" disabled={!hasWords || decide.isPending} onClick={() => decide.mutate('declined')}>
            {translated('Decline')}
          </Button>
        </div>
      </div>
      {isAsking && (
        <Dialog title={translated('Were the documents opened?')} onClose={() => setIsAsking(false)}>
          <p>
            {translated('Not opened on this page:')}{' '}
            {unopened.map(({ kind }) => translated(DOCUMENT_TEXT[kind])).join(', ')}
            {translated('. They show who asks for access.')}
          </p>
          <DialogButtons
            keep={translated('Back to them')}
            action={translated('I have seen them: approve')}
            isPending={false}
            onAction={() => {
              setIsAsking(false);
              decide.mutate('approved');
            }}
            onClose={() => setIsAsking(false)}
          />
        </Dialog>
      )}
    </section>
  );
}

/** The old habits that come with what the software speaks; an operator may still untick them. */
function legacyOf({ speaks, redirect_uris }: Application): LegacyMarks {
  if (speaks !== 'active911') return {};
  const isBase = (uri: string) => /^https:\/\/[^/]+\/?$/.test(uri);
  return { code_without_pkce: true, ...(redirect_uris.some(isBase) && { loose_redirect: true }) };
}
