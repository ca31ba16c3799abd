import { refuse } from '../../kernel/errors.ts';
import { cutText } from '../../kernel/text.ts';
import { type Callflow, destinationsOf } from './types.ts';

const NAME = /^[\w.-]{1,100}$/;
const VARIABLE = /^\w{1,50}(\.\w{1,50}){0,4}$/;
const MOST_VARIABLES = 50;
/** A sender's stream reads the log of each of them. */
const MOST_AGENCIES = 100;

function wrong(description: string): Error {
  return refuse.invalidRequest({ description });
}

/** Refuses what makes no callflow (`invalid_request`), saying what to change; whether its agencies exist is seen where it is stored. */
export function checkCallflow(
  { agencyId, scopes }: { agencyId: string | null; scopes: readonly string[] },
  callflow: Callflow,
): void {
  const { name, routing, agencyIds, defaultAgencyId, requiredVariables } = callflow;
  if (!scopes.includes('alerts:trigger')) {
    throw wrong('This client may not send alerts: it has not the scope alerts:trigger');
  }
  if (!NAME.test(name)) throw wrong('A callflow has a name of 1 to 100 letters, digits, dots, hyphens and underscores');
  if (agencyIds.length === 0) throw wrong('agency_ids names no agency');
  if (new Set(agencyIds).size < agencyIds.length) throw wrong('agency_ids names an agency twice');
  if (routing === 'fixed' && agencyIds.length > 1) {
    throw wrong('A fixed callflow has one agency; choose routing by position to have several');
  }
  if (routing === 'fixed' && defaultAgencyId !== null) {
    throw wrong('A fixed callflow has its one agency; default_agency_id must be null, or routing position');
  }
  if (agencyIds.length > MOST_AGENCIES) throw wrong(`A callflow must have at most ${MOST_AGENCIES} agencies`);
  const foreign = destinationsOf(callflow).find((id) => agencyId !== null && id !== agencyId);
  if (foreign !== undefined) throw wrong(`This client belongs to ${agencyId}; its callflows cannot lead to ${foreign}`);
  if (requiredVariables.length > MOST_VARIABLES) throw wrong(`At most ${MOST_VARIABLES} variables can be required`);
  const strange = requiredVariables.find((path) => !VARIABLE.test(path));
  if (strange !== undefined) {
    throw wrong(`${cutText(strange, 100)} must be a variable's name, after its group's and a dot, as in vehicle.plate`);
  }
}
