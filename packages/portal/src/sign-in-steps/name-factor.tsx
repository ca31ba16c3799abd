import { Button, TextInput } from '@mantine/core';
import type { BegunTotp } from '@sallyport/contract';
import { useMutation } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useSallyport } from '../api/sallyport-context.tsx';
import { Refused } from '../notices/refused.tsx';

/** What the person calls the device with the authenticator app. */
export function NameFactor({ onBegun }: { onBegun: (begun: BegunTotp) => void }) {
  const { account } = useSallyport();
  const [name, setName] = useState('');
  const begin = useMutation({ mutationFn: () => account.beginTotp(name.trim()), onSuccess: onBegun });
  function submit(event: SyntheticEvent) {
    event.preventDefault();
    begin.mutate();
  }
  return (
    <form onSubmit={submit}>
      <Refused error={begin.error} />
      <TextInput
        label="Name of the device"
        description="On which the authenticator app is, as Work phone."
        required
        withAsterisk={false}
        autoFocus
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" loading={begin.isPending} fullWidth>
        Show the QR code
      </Button>
    </form>
  );
}
