import { Button, TextInput } from '@mantine/core';
import type { BegunTotp } from '@sallyport/contract';
import { useMutation } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useSallyport } from '../api/sallyport-context.tsx';
import { Refused } from '../notices/refused.tsx';
import { translated } from '../words/translated.ts';
import { QrCode } from './qr-code.tsx';
import classes from './steps.module.css';

interface ConfirmTotpProps {
  begun: BegunTotp;
  /** With the recovery codes of a first factor, or null. */
  onConfirmed: (recoveryCodes: readonly string[] | null) => void;
}

/** The seed for the authenticator app, and its first code. */
export function ConfirmTotp({ begun, onConfirmed }: ConfirmTotpProps) {
  const { account } = useSallyport();
  const [code, setCode] = useState('');
  const confirm = useMutation({
    mutationFn: () => account.confirmFactor(begun.id, code.trim()),
    onSuccess: (answer) => onConfirmed(answer.recovery_codes),
  });
  function submit(event: SyntheticEvent) {
    event.preventDefault();
    confirm.mutate();
  }
  return (
    <form onSubmit={submit}>
      <QrCode text={begun.uri} label={translated('QR code for an authenticator app')} />
      <p>
        {translated('Read it with an authenticator app, or type this key into one:')}
        <code className={classes.seed}>{begun.seed.match(/.{1,4}/g)?.join(' ')}</code>
      </p>
      <Refused error={confirm.error} />
      <TextInput
        label={translated('Code')}
        description={translated('What the app shows now: six digits.')}
        autoComplete="one-time-code"
        inputMode="numeric"
        pattern="[0-9 ]{6,7}"
        required
        withAsterisk={false}
        autoFocus
        maxLength={7}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Button type="submit" loading={confirm.isPending} fullWidth>
        {translated('Add')}
      </Button>
    </form>
  );
}
