import type { SignInRequest } from '@sallyport/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, Navigate } from 'react-router';
import { SESSION_KEY } from '../../api/query-client.ts';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { EntryPage } from '../../session/entry-page.tsx';
import { SignInForm } from '../../session/sign-in-form.tsx';
import { translated } from '../../words/translated.ts';
import { useDeveloperQuery } from './use-developer.ts';

/** Sign-in of a developer. */
export function DeveloperSignInPage() {
  const { developers } = useSallyport();
  const queryClient = useQueryClient();
  const session = useDeveloperQuery();
  const signIn = useMutation({
    mutationFn: (credentials: SignInRequest) => developers.signIn(credentials),
    onSuccess: (opened) => queryClient.setQueryData(SESSION_KEY, opened),
  });
  if (session.data != null) return <Navigate to="/developers" replace />;
  return (
    <EntryPage title={translated('Developers')}>
      <p>{translated('Register an application and follow its review.')}</p>
      <SignInForm onSubmit={signIn.mutate} isSending={signIn.isPending} error={signIn.error}>
        <Link to="/developers/sign-up">{translated('Sign up as a developer')}</Link>
      </SignInForm>
    </EntryPage>
  );
}
