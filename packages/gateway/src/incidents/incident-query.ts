import { refuse } from '../kernel/errors.ts';
import { toE164 } from './phone-number.ts';
import { incidentIdOf } from './types.ts';

/** A query as it was understood: an E.164 number, or the id of an incident. */
export interface IncidentQuery {
  readonly kind: 'phone' | 'alert';
  readonly given: string;
  readonly value: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Reads `tel://15555555555`, `tel:+1…`, any common spelling of a number, `alert-<uuid>`, a bare UUID, and either after a
 * scheme (`alert://alert-…`). Refuses everything else with `invalid_request`.
 */
export function readIncidentQuery(given: string): IncidentQuery {
  const text = given.trim();
  const phone = toE164(text);
  if (phone !== undefined) return { kind: 'phone', given: text, value: phone };
  const id = incidentIdOf(text.toLowerCase().replace(/^[a-z][a-z0-9+._-]*:(\/\/)?/, ''));
  if (UUID.test(id)) return { kind: 'alert', given: text, value: id };
  throw refuse.invalidRequest({
    description:
      'The query is neither a phone number that can be read in one way nor an alert id; write tel://15555555555 or alert-0190c2d8-…',
  });
}
