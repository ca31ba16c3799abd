import { Alert } from '@mantine/core';
import { refusalText } from '../api/refusal-text.ts';
import { translated } from '../words/translated.ts';

/** Why the last attempt was refused, in the server's words; nothing while there is no error. */
export function Refused({ error }: { error: unknown }) {
  if (error === null || error === undefined) return null;
  return (
    <Alert color="red" variant="outline" title={translated('Refused')} role="alert">
      {refusalText(error)}
    </Alert>
  );
}
