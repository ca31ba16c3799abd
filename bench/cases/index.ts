import type { Case } from '../case.ts';
import { alertAccept } from './alert-accept.ts';
import { bearerRead } from './bearer-read.ts';
import { clientCredentials } from './client-credentials.ts';
import { codeExchange, introspection, refresh } from './consent.ts';
import { passwordGrant } from './password-grant.ts';
import { webhookDeliveries } from './webhook-deliveries.ts';

/** Every case, in the order it is run and printed. */
export const CASES: readonly Case[] = [
  clientCredentials,
  codeExchange,
  refresh,
  introspection,
  passwordGrant,
  bearerRead,
  alertAccept,
  webhookDeliveries,
];
