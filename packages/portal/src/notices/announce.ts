import { notifications } from '@mantine/notifications';
import { refusalText } from '../api/refusal-text.ts';
import { translated } from '../words/translated.ts';

function common() {
  return { withBorder: true, closeButtonProps: { 'aria-label': translated('Close this message') } } as const;
}

/** States that an action is done. */
export function announceDone(message: string): void {
  notifications.show({ ...common(), message, color: 'green' });
}

/** States why an action was refused. */
export function announceRefused(error: unknown): void {
  notifications.show({ ...common(), title: translated('Refused'), message: refusalText(error), color: 'red' });
}
