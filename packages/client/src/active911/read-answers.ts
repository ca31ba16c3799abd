import type { Active911Webhook } from '@sallyport/contract';
import { SallyportError } from '../requests/error.ts';
import { respell, type Spellings } from '../wire/spellings.ts';

/** The members that one server writes as numbers and another as text. */
const ANSWERS: Spellings = {
  id: 'text',
  icon_id: 'text',
  size: 'text',
  zip: 'text',
  priority: 'text',
  position_accuracy: 'text',
  latitude: 'coordinate as text',
  longitude: 'coordinate as text',
  received: 'active911 instant',
  sent: 'active911 instant',
  timestamp: 'active911 instant',
  position_timestamp: 'active911 instant',
};

/**
 * What is in the envelope: the one member of `message`, whatever its name. An envelope of a refusal is thrown, whatever its status.
 */
export function readEnvelope<T>(answer: unknown): T {
  const { result, message } = (answer ?? {}) as { result?: unknown; message?: unknown };
  if (result !== 'success' || typeof message !== 'object' || message === null) {
    throw new SallyportError({
      status: 200,
      code: 'refused',
      detail: typeof message === 'string' ? message : 'The answer has no result.',
      requestId: null,
      retryAfterSeconds: null,
    });
  }
  return respell(Object.values(message)[0], ANSWERS);
}

/** What Active911 posts for a new alert. There `id` is text in the alert and a number in the agency. */
export function readActive911Webhook(value: unknown): Active911Webhook | null {
  const { agency, alert } = (value ?? {}) as { agency?: unknown; alert?: unknown };
  if (typeof agency !== 'object' || typeof alert !== 'object' || agency === null || alert === null) return null;
  return {
    agency: respell(agency, { id: 'number' }),
    alert: respell(alert, { id: 'text', lat: 'number', lon: 'number', stamp: 'number' }),
  };
}
