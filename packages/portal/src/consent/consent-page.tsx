import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { refusalText } from '../api/refusal-text.ts';
import { useSallyport } from '../api/sallyport-context.tsx';
import { Loading } from '../notices/loading.tsx';
import { Refused } from '../notices/refused.tsx';
import { EntryPage } from '../session/entry-page.tsx';
import { translated } from '../words/translated.ts';
import { ConsentForm } from './consent-form.tsx';
import { OtherPerson } from './other-person.tsx';

/** Read once: what it reads is answered on this page. */
const ONCE = { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false, retry: false } as const;

function goTo(address: string | null): void {
  if (address !== null) window.location.assign(address);
}

/**
 * Where an application's request ends up. Who may sign in to it goes back at once, or is asked to sign in anew or to confirm; for everything
 * else an administrator allows some of it, all of it or nothing.
 */
export function ConsentPage() {
  const sallyport = useSallyport();
  const { authorizationId = '' } = useParams();
  const signIn = useQuery({
    queryKey: ['application-sign-in', authorizationId],
    queryFn: async () => {
      const step = await sallyport.authorizations.signIn(authorizationId);
      goTo(step.redirect_to);
      return step;
    },
    ...ONCE,
  });
  if (signIn.isError) return <ConsentRefused>{refusalText(signIn.error)}</ConsentRefused>;
  if (signIn.data === undefined) return <Waiting />;
  const { next, application_name: name } = signIn.data;
  if (next === 'redirect') return <Answered />;
  if (next === 'consent') return <Question id={authorizationId} />;
  if (next === 'confirm') return <Confirm id={authorizationId} name={name} />;
  if (next === 'sign_in_as_other') {
    return (
      <EntryPage title={translated('Sign in to {name}', { name })}>
        <p role="status">
          {translated('{name} expects another person than you. Sign in as that person, or go back to it.', { name })}
        </p>
        <OtherPerson />
      </EntryPage>
    );
  }
  return (
    <EntryPage title={translated('Sign in to {name}', { name })}>
      <p role="status">
        {name} {translated('asks you to sign in again: choose Sign in again below.')}
      </p>
      <OtherPerson label={translated('Sign in again')} />
    </EntryPage>
  );
}

function Waiting() {
  return (
    <EntryPage title={translated('Allow access')}>
      <Loading what={translated('the request')} />
    </EntryPage>
  );
}

function Answered() {
  return (
    <EntryPage title={translated('Answered')}>
      <p role="status">{translated('Going back to the application …')}</p>
    </EntryPage>
  );
}

function Confirm({ id, name }: { id: string; name: string }) {
  const sallyport = useSallyport();
  const confirm = useMutation({
    mutationFn: () => sallyport.authorizations.signIn(id, true),
    onSuccess: ({ redirect_to }) => goTo(redirect_to),
  });
  return (
    <EntryPage title={translated('Sign in to {name}?', { name })}>
      <Refused error={confirm.error} />
      <p>{translated('It learns who you are, and nothing else of your agency.')}</p>
      <Button loading={confirm.isPending} onClick={() => confirm.mutate()}>
        {translated('Go on to')} {name}
      </Button>
      <OtherPerson />
    </EntryPage>
  );
}

function Question({ id }: { id: string }) {
  const sallyport = useSallyport();
  const decide = useMutation({
    mutationFn: (scopes: readonly string[]) => sallyport.authorizations.decide(id, scopes),
    onSuccess: ({ redirect_to }) => goTo(redirect_to),
  });
  const question = useQuery({
    queryKey: ['authorization', id],
    queryFn: ({ signal }) => sallyport.authorizations.read(id, signal),
    enabled: !decide.isSuccess,
    ...ONCE,
  });
  if (question.isError) return <ConsentRefused>{refusalText(question.error)}</ConsentRefused>;
  if (decide.isSuccess) return <Answered />;
  if (question.data === undefined) return <Waiting />;
  return (
    <EntryPage title={translated('Allow {applicationName}?', { applicationName: question.data.application_name })}>
      <ConsentForm question={question.data} decide={decide.mutateAsync} onAnswered={() => undefined}>
        {translated('You go back to')} {question.data.returns_to}.
      </ConsentForm>
      <OtherPerson />
    </EntryPage>
  );
}

function ConsentRefused({ children }: { children: string }) {
  return (
    <EntryPage title={translated('This request cannot be answered')}>
      <p role="alert">{children}</p>
      <Link to="/portal">{translated('Go to the portal')}</Link>
      <OtherPerson />
    </EntryPage>
  );
}
