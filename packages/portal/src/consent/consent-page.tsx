import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { refusalText } from '../api/refusal-text.ts';
import { useSallyport } from '../api/sallyport-context.tsx';
import { Loading } from '../notices/loading.tsx';
import { EntryPage } from '../session/entry-page.tsx';
import { ConsentForm } from './consent-form.tsx';
import { OtherPerson } from './other-person.tsx';

/** Where an application's request for access ends up: an administrator allows some of it, all of it or nothing. */
export function ConsentPage() {
  const sallyport = useSallyport();
  const { authorizationId = '' } = useParams();
  const [isAnswered, setIsAnswered] = useState(false);
  const question = useQuery({
    queryKey: ['authorization', authorizationId],
    queryFn: ({ signal }) => sallyport.authorizations.read(authorizationId, signal),
    enabled: !isAnswered,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  if (question.isError) return <ConsentRefused>{refusalText(question.error)}</ConsentRefused>;
  if (isAnswered) {
    return (
      <EntryPage title="Answered">
        <p role="status">Going back to the application …</p>
      </EntryPage>
    );
  }
  if (question.data === undefined) {
    return (
      <EntryPage title="Allow access">
        <Loading what="the request" />
      </EntryPage>
    );
  }
  return (
    <EntryPage title={`Allow ${question.data.application_name}?`}>
      <ConsentForm
        question={question.data}
        decide={(scopes) => sallyport.authorizations.decide(authorizationId, scopes)}
        onAnswered={({ redirect_to }) => {
          setIsAnswered(true);
          window.location.assign(redirect_to);
        }}
      >
        You go back to {question.data.returns_to}.
      </ConsentForm>
      <OtherPerson />
    </EntryPage>
  );
}

function ConsentRefused({ children }: { children: string }) {
  return (
    <EntryPage title="This request cannot be answered">
      <p role="alert">{children}</p>
      <Link to="/portal">Go to the portal</Link>
      <OtherPerson />
    </EntryPage>
  );
}
