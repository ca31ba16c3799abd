import type { Session, SignInRequest } from '@sallyport/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { Navigate, useLocation, useNavigate } from 'react-router';
import { SESSION_END_KEY, SESSION_KEY } from '../api/query-client.ts';
import { useSallyport } from '../api/sallyport-context.tsx';
import { Loading } from '../notices/loading.tsx';
import { PasskeyButton } from '../sign-in-steps/passkey-button.tsx';
import { PersonLanguage } from '../words/person-language.tsx';
import { translated } from '../words/translated.ts';
import { EntryPage } from './entry-page.tsx';
import { SessionEnd } from './session-end.tsx';
import { SignInForm } from './sign-in-form.tsx';
import { useSessionQuery } from './use-session-query.ts';

/** Loaded by those whom a second factor is asked of. */
const StepPage = lazy(async () => ({ default: (await import('./step-page.tsx')).StepPage }));

/** Sign-in by hand, by a passkey, or by the identity provider to which the domain of one's address leads. */
export function SignInPage() {
  const sallyport = useSallyport();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const target = returnPath(useLocation().state);
  const [email, setEmail] = useState('');
  const domain = email.slice(email.lastIndexOf('@') + 1);
  const options = useQuery({
    queryKey: ['sign-in-options', domain],
    queryFn: ({ signal }) => sallyport.identityProviders.optionsFor(email, signal),
    enabled: domain.includes('.'),
  });
  const session = useSessionQuery();
  const onSuccess = (opened: Session) => {
    queryClient.setQueryData(SESSION_KEY, opened);
    queryClient.setQueryData(SESSION_END_KEY, null);
    if (opened.sign_in_step === 'complete') void navigate(target, { replace: true });
  };
  const signIn = useMutation({
    mutationFn: (credentials: SignInRequest) => sallyport.session.signIn(credentials),
    onSuccess,
  });
  // A page that shows recovery codes stays until they are kept, though the session is complete before.
  const [stepOf, setStepOf] = useState<Session | null>(null);
  if (session.data?.sign_in_step === 'enrol_factor' && stepOf === null) setStepOf(session.data);
  if (session.data === null && stepOf !== null) setStepOf(null);
  const left = stepOf ?? (session.data?.sign_in_step === 'complete' ? null : session.data);
  if (session.data != null && left != null) {
    return (
      <Suspense fallback={<Loading what={translated('the next step')} />}>
        <StepPage session={left} onComplete={() => setStepOf(null)} />
      </Suspense>
    );
  }
  // Once signed in, whether here or in another tab, there is nothing to do on this page.
  if (session.data != null) return <Navigate to={target} replace />;

  return (
    <EntryPage title={translated('Sign in')}>
      {session.data === null && <PersonLanguage session={null} />}
      <SessionEnd />
      <SignInForm onSubmit={signIn.mutate} onEmail={setEmail} isSending={signIn.isPending} error={signIn.error}>
        <PasskeyButton
          label={translated('Use a passkey')}
          ask={() => sallyport.session.askForPasskey()}
          show={(passkey) => sallyport.session.signInByPasskey(passkey)}
          onShown={onSuccess}
        />
        {options.data?.identity_providers.map(({ title, url }) => (
          <a key={url} href={`${url}?return_to=${encodeURIComponent(target)}`}>
            {title}
          </a>
        ))}
      </SignInForm>
    </EntryPage>
  );
}

/** Only paths of this portal: the state of a history entry is not a place to be sent elsewhere from. */
function returnPath(state: unknown): string {
  const from = typeof state === 'object' && state !== null && 'from' in state ? state.from : null;
  return typeof from === 'string' && /^\/portal(\/|$|\?)/.test(from) ? from : '/portal';
}
