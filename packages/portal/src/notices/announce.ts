import { notifications } from '@mantine/notifications';
import { refusalText } from '../api/refusal-text.ts';

const COMMON = { withBorder: true, closeButtonProps: { 'aria-label': 'Close this message' } } as const;

/** States that an action is done. */
export function announceDone(message: string): void {
  notifications.show({ ...COMMON, message, color: 'green' });
}

/** States why an action was refused. */
export function announceRefused(error: unknown): void {
  notifications.show({ ...COMMON, title: 'Refused', message: refusalText(error), color: 'red' });
}
