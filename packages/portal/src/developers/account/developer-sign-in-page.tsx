import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link, Navigate } from 'react-router';
import { Refused } from '../../admin/refused.tsx';
import { SESSION_KEY } from '../../api/query-client.ts';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { EntryPage } from '../../session/entry-page.tsx';
import { TYPED_CHARACTERS } from '../../session/typed-characters.ts';
import { useDeveloperQuery } from './use-developer.ts';

/** Sign-in of a developer. A refusal is shown as the server says it. */
export function DeveloperSignInPage() {
  const { developers } = useSallyport();
  const queryClient = useQueryClient();
  const session = useDeveloperQuery();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: () => developers.signIn({ email: email.trim(), password }),
    onSuccess: (opened) => queryClient.setQueryData(SESSION_KEY, opened),
    onError: () => setPassword(''),
  });
  if (session.data != null) return <Navigate to="/developers" replace />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <EntryPage title="Developers">
      <p>Register an application and follow its review.</p>
      <form onSubmit={submit}>
        <Refused error={signIn.error} />
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
        <Link to="/developers/sign-up">Sign up as a developer</Link>
      </form>
    </EntryPage>
  );
}
