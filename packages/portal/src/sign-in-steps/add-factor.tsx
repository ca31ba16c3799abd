import { Button } from '@mantine/core';
import { useState } from 'react';
import { translated } from '../words/translated.ts';
import { AddPasskey } from './add-passkey.tsx';
import { AddTotp } from './add-totp.tsx';
import { mayUsePasskeys } from './may-use-passkeys.ts';
import { RecoveryCodes } from './recovery-codes.tsx';
import classes from './steps.module.css';

interface AddFactorProps {
  onDone: () => void;
  onCancel: () => void;
}

/** Adds a factor of the kind that the person chooses, and shows the recovery codes of a first one. */
export function AddFactor({ onDone, onCancel }: AddFactorProps) {
  const [kind, setKind] = useState<'passkey' | 'totp' | null>(mayUsePasskeys() ? null : 'totp');
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (codes !== null) return <RecoveryCodes codes={codes} onKept={onDone} />;
  const added = (made: readonly string[] | null) => (made === null ? onDone() : setCodes(made));
  return (
    <div className={classes.factor}>
      {kind === null && (
        <>
          <p>
            {translated(
              'A passkey, on this device or a security key, signs you in without a password. An app shows codes to type.',
            )}
          </p>
          <Button fullWidth onClick={() => setKind('passkey')}>
            {translated('Passkey or security key')}
          </Button>
          <Button variant="default" fullWidth onClick={() => setKind('totp')}>
            {translated('Authenticator app')}
          </Button>
        </>
      )}
      {kind === 'passkey' && <AddPasskey onAdded={added} />}
      {kind === 'totp' && <AddTotp onAdded={added} />}
      <Button variant="subtle" fullWidth onClick={onCancel}>
        {translated('Cancel')}
      </Button>
    </div>
  );
}
