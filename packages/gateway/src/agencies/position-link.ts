import type { Audit } from '../audit/append-record.ts';
import type { Actor } from '../audit/types.ts';
import type { Database } from '../database/database.ts';
import { refuse } from '../kernel/errors.ts';
import type { Origin } from '../kernel/origin.ts';
import { readAgency } from './find-agencies.ts';
import { updatePositionLink } from './store.ts';

/** What must be in a template, and what may be. */
const NEEDED = ['{latitude}', '{longitude}'];
/** A browser would run these, or open what is on its own machine. */
const REFUSED_SCHEMES = new Set(['javascript:', 'data:', 'vbscript:', 'blob:', 'file:', 'about:', 'view-source:']);

/**
 * The address as it is stored. Refuses one without `{latitude}` and `{longitude}`, without a scheme, of a scheme that runs in the page,
 * and one in which a place stands before its path, because the position would then choose who is asked (`invalid_request`).
 */
function checked(template: string): string {
  const text = template.trim();
  const missing = NEEDED.filter((place) => !text.includes(place));
  if (missing.length > 0)
    throw refuse.invalidRequest({ description: `The link must have ${missing.join(' and ')} in it` });
  if (/[\s\p{C}]/u.test(text)) throw refuse.invalidRequest({ description: 'The link must have no blanks in it' });
  const [origin = ''] = /^[a-z][a-z0-9+.-]*:(?:\/\/[^/?#]*)?/i.exec(text) ?? [];
  if (origin === '' || REFUSED_SCHEMES.has((/^[^:]+:/.exec(origin)?.[0] ?? '').toLowerCase())) {
    throw refuse.invalidRequest({ description: 'The link must begin with https:// or the scheme of another program' });
  }
  if (/[{}]/.test(origin))
    throw refuse.invalidRequest({ description: 'The places must stand after the host of the link' });
  return text;
}

/**
 * Sets where the agency's people open a position, or null for nowhere, atomically with the audit record. Refuses an agency that is not
 * there (`not_found`) and a link that is none (`invalid_request`).
 */
export async function setPositionLink(
  ports: { database: Database; audit: Audit },
  request: { agencyId: string; template: string | null; actor: Actor; origin?: Origin },
): Promise<string | null> {
  const { agencyId, actor, origin } = request;
  await readAgency(ports, agencyId);
  const template = request.template === null ? null : checked(request.template);
  await ports.database.write(
    async (tx) => {
      await updatePositionLink(tx.query, agencyId, template);
      await ports.audit.append(tx, {
        actor,
        agencyId,
        action: 'agency.position_link_set',
        outcome: 'success',
        subject: agencyId,
        ...(origin && { origin }),
        detail: { link: template },
      });
    },
    { agencyId },
  );
  return template;
}
