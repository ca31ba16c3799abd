import { Alert, Button, TextInput } from '@mantine/core';
import type { Session } from '@sallyport/contract';
import { useMutation } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { refusalText } from '../api/refusal-text.ts';
import { useSallyport } from '../api/sallyport-context.tsx';
import { translated } from '../words/translated.ts';
import { PasskeyButton } from './passkey-button.tsx';
import classes from './steps.module.css';

interface ShowFactorFormProps {
  onShown: (session: Session) => void;
  /** Missing where there is no way back. */
  onCancel?: () => void;
  cancelLabel?: string;
}

/** The code of an authenticator app, a recovery code, or a passkey. */
export function ShowFactorForm({
  onShown,
  onCancel,
  cancelLabel = translated('Sign in as somebody else'),
}: ShowFactorFormProps) {
  const { account } = useSallyport();
  const [code, setCode] = useState('');
  const show = useMutation({
    mutationFn: () => account.showFactor(code.trim()),
    onSuccess: onShown,
    onError: () => setCode(''),
  });
  function submit(event: SyntheticEvent) {
    event.preventDefault();
    show.mutate();
  }
  return (
    <form className={classes.factor} onSubmit={submit}>
      {show.error !== null && (
        <Alert color="red" variant="outline" title={translated('Not signed in')} role="alert">
          {refusalText(show.error)}
        </Alert>
      )}
      <TextInput
        label={translated('Code')}
        description={translated('From your authenticator app, or one of your recovery codes.')}
        autoComplete="one-time-code"
        inputMode="text"
        spellCheck={false}
        required
        withAsterisk={false}
        autoFocus
        minLength={6}
        maxLength={40}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Button type="submit" loading={show.isPending} fullWidth>
        {translated('Go on')}
      </Button>
      <PasskeyButton
        label={translated('Use a passkey')}
        ask={() => account.askForPasskey()}
        show={(passkey) => account.showPasskey(passkey)}
        onShown={onShown}
      />
      {onCancel !== undefined && (
        <Button variant="subtle" fullWidth onClick={onCancel}>
          {cancelLabel}
        </Button>
      )}
    </form>
  );
}
