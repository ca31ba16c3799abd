import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { translated } from '../words/translated.ts';
import classes from './device.module.css';

interface CodeFormProps {
  /** The code of a link that carried one; it is sent by the person all the same. */
  initial: string;
  isLooking: boolean;
  onTyped: (code: string) => void;
}

/** The code a device shows; capitals and the dash do not matter. */
export function CodeForm({ initial, isLooking, onTyped }: CodeFormProps) {
  const [code, setCode] = useState(initial);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onTyped(code.trim());
  };
  return (
    <form onSubmit={submit}>
      <TextInput
        label={translated('Code')}
        description={translated('Eight letters, as the device shows them')}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        required
        withAsterisk={false}
        autoFocus
        maxLength={40}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        classNames={{ input: classes.typed }}
      />
      <Button type="submit" loading={isLooking} fullWidth>
        {translated('Continue')}
      </Button>
    </form>
  );
}
