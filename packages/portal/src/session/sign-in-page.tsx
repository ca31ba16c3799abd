import { Alert, Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Navigate, useLocation, useNavigate } from 'react-router';
import { SESSION_KEY } from '../api/query-client.ts';
import { refusalText } from '../api/refusal-text.ts';
import { useSallyport } from '../api/sallyport-context.tsx';
import { EntryPage } from './entry-page.tsx';
import { TYPED_CHARACTERS } from './typed-characters.ts';
import { useSessionQuery } from './use-session-query.ts';

/** Sign-in by hand. A refusal is shown as the server says it, because it decides what a stranger may learn. */
export function SignInPage() {
  const sallyport = useSallyport();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const target = returnPath(useLocation().state);
  const session = useSessionQuery();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: () => sallyport.session.signIn({ email: email.trim(), password }),
    onSuccess: (opened) => {
      queryClient.setQueryData(SESSION_KEY, opened);
      void navigate(target, { replace: true });
    },
    onError: () => setPassword(''),
  });
  // Once signed in, whether here or in another tab, there is nothing to do on this page.
  if (session.data != null) return <Navigate to={target} replace />;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <EntryPage title="Sign in">
      <form onSubmit={submit}>
        {signIn.isError && (
          <Alert color="red" variant="outline" title="Not signed in" role="alert">
            {refusalText(signIn.error)}
          </Alert>
        )}
        <TextInput
          label="Email"
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={TYPED_CHARACTERS}
        />
        <Button type="submit" loading={signIn.isPending} fullWidth>
          Sign in
        </Button>
      </form>
    </EntryPage>
  );
}

/** Only paths of this portal: the state of a history entry is not a place to be sent elsewhere from. */
function returnPath(state: unknown): string {
  const from = typeof state === 'object' && state !== null && 'from' in state ? state.from : null;
  return typeof from === 'string' && /^\/portal(\/|$|\?)/.test(from) ? from : '/portal';
}
