import { type DomainError, refuse } from '../../kernel/errors.ts';

/** The refusal of whatever would be for the people of an agency that is disabled, for whoever sent it (`forbidden`). */
export function agencyDisabled(agencyId: string): DomainError {
  return refuse.forbidden({
    description: `The agency ${agencyId} is disabled on this server: nobody was notified, and nothing was stored. Call its dispatch center by telephone`,
  });
}
