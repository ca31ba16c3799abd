import { Alert, Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { refusalText } from '../api/refusal-text.ts';
import { translated } from '../words/translated.ts';
import { typedCharacters } from './typed-characters.ts';

interface SignInFormProps {
  onSubmit: (credentials: { email: string; password: string }) => void;
  /** Called with the address once it is entered, before a password is. */
  onEmail?: (email: string) => void;
  isSending: boolean;
  /** Shown as the server states it, because it decides what a stranger may learn. The password is then typed again. */
  error: Error | null;
  children?: ReactNode;
}

/** Email and password of somebody who signs in by hand. */
export function SignInForm({ onSubmit, onEmail, isSending, error, children }: SignInFormProps) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  useEffect(() => {
    if (error !== null) setPassword('');
  }, [error]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit({ email: email.trim(), password });
  };
  return (
    <form onSubmit={submit}>
      {error !== null && (
        <Alert color="red" variant="outline" title={translated('Not signed in')} role="alert">
          {refusalText(error)}
        </Alert>
      )}
      <TextInput
        label={translated('Email')}
        type="email"
        autoComplete="username"
        required
        withAsterisk={false}
        autoFocus
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        onBlur={() => onEmail?.(email.trim())}
      />
      <PasswordInput
        label={translated('Password')}
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        visibilityToggleButtonProps={typedCharacters()}
      />
      <Button type="submit" loading={isSending} fullWidth>
        {translated('Sign in')}
      </Button>
      {children}
    </form>
  );
}
