import { notifications } from '@mantine/notifications';
import { refusalText } from '../api/refusal-text.ts';

/** Says that an action is done. */
export function announceDone(message: string): void {
  notifications.show({ message, color: 'green', withBorder: true });
}

/** Says why an action was refused. */
export function announceRefused(error: unknown): void {
  notifications.show({ title: 'Refused', message: refusalText(error), color: 'red', withBorder: true });
}
