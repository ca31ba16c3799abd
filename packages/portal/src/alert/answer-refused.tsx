import { Alert } from '@mantine/core';
import { SallyportError } from '@sallyport/client';
import type { AlertSide } from '@sallyport/contract';
import { refusalText } from '../api/refusal-text.ts';
import { translated } from '../words/translated.ts';
import { lastChangeText } from './status-sentence.ts';

interface AnswerRefusedProps {
  error: unknown;
  alert: AlertSide;
  onClose: () => void;
}

/** Why an answer was refused; for one that came too late also who was first, and with what. */
export function AnswerRefused({ error, alert, onClose }: AnswerRefusedProps) {
  if (error === null) return null;
  const lastChange = lastChangeText(alert);
  const isTooLate = error instanceof SallyportError && error.status === 409 && lastChange !== '';
  return (
    <Alert
      color="red"
      variant="outline"
      title={translated(isTooLate ? 'The alert had changed already' : 'Refused')}
      role="alert"
      withCloseButton
      closeButtonLabel={translated('Close this message')}
      onClose={onClose}
    >
      {isTooLate && `${lastChange}. `}
      {refusalText(error)}.
    </Alert>
  );
}
