import type { Callflow } from '@sallyport/contract';
import type { Text } from '../../words/spanish/spanish.ts';
import { translated } from '../../words/translated.ts';

/** What the answer may say beside the alert's id, as an operator reads it. */
export const ANSWERS: readonly { value: Callflow['answers_with'][number]; label: Text }[] = [
  { value: 'source_id', label: 'The sender’s own id (source_id)' },
  { value: 'status', label: 'The status (status)' },
  { value: 'sla_expiration_time', label: 'By when it is to be accepted (sla_expiration_time)' },
  { value: 'created_time', label: 'When it was taken (created_time)' },
  { value: 'covering_psap', label: 'Which agency has it (covering_psap)' },
];

/** The news that the sender's stream and webhooks may tell. */
export const NEWS: readonly { value: Callflow['tells_sender'][number]; label: Text }[] = [
  { value: 'status', label: 'Status' },
  { value: 'disposition', label: 'Disposition' },
  { value: 'location', label: 'Location' },
  { value: 'messages', label: 'Messages' },
];

/** `status, disposition`, or that there is nothing. */
export function listText(names: readonly string[]): string {
  return names.length === 0 ? translated('nothing') : names.join(', ');
}

/** One name a line, as typed; empty lines left out. */
export function readLines(text: string): string[] {
  return text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
