import type { Work } from '../work.ts';
import { alertAnswers } from './alert-answers.ts';
import { alerts } from './alerts.ts';
import { calls } from './calls.ts';
import { deeplinks } from './deeplinks.ts';
import { locations } from './locations.ts';
import { lookups } from './lookups.ts';
import { machineTokens } from './machine-tokens.ts';
import { passwordSignIns } from './password-sign-ins.ts';
import { updates } from './updates.ts';

/** Every kind of work that is asked for, in the order of the table. */
export const WORK: readonly Work[] = [
  calls,
  alerts,
  alertAnswers,
  locations,
  updates,
  lookups,
  deeplinks,
  machineTokens,
  passwordSignIns,
];
