import { Button } from '@mantine/core';
import type { BegunTotp } from '@sallyport/contract';
import { useState } from 'react';
import { ConfirmTotp } from './confirm-totp.tsx';
import { NameFactor } from './name-factor.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';

interface AddTotpProps {
  onDone: () => void;
  onCancel: () => void;
}

/** Names an authenticator app, shows its seed, takes its first code, and shows the recovery codes of a first factor. */
export function AddTotp({ onDone, onCancel }: AddTotpProps) {
  const [begun, setBegun] = useState<BegunTotp | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (codes !== null) return <RecoveryCodes codes={codes} onKept={onDone} />;
  return (
    <>
      {begun === null ? (
        <NameFactor onBegun={setBegun} />
      ) : (
        <ConfirmTotp begun={begun} onConfirmed={(made) => (made === null ? onDone() : setCodes(made))} />
      )}
      <Button variant="subtle" fullWidth onClick={onCancel}>
        Cancel
      </Button>
    </>
  );
}
