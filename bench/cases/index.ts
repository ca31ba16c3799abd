import type { Case } from '../case.ts';
import { alertAccept } from './alert-accept.ts';
import { attacks } from './attacks.ts';
import { bearerRead } from './bearer-read.ts';
import { clientCredentials } from './client-credentials.ts';
import { codeExchange, introspection, refresh } from './consent.ts';
import { eventWrites, eventWritesOfMany, tokensBesideWrites } from './event-writes.ts';
import { fanOutToFiveThousand, fanOutToThousand } from './fan-out.ts';
import { growth } from './growth.ts';
import { idleSockets } from './idle-sockets.ts';
import { nation } from './nation.ts';
import { newestPages } from './newest-pages.ts';
import { passwordGrant } from './password-grant.ts';
import { processes } from './processes.ts';
import { search } from './search.ts';
import { start, startGrown } from './start.ts';
import { storedBytes } from './stored-bytes.ts';
import { webhookDeliveries } from './webhook-deliveries.ts';
import { webhooksBesideDead } from './webhooks-beside-dead.ts';

/** Every case, in the order it is run and printed. */
export const CASES: readonly Case[] = [
  clientCredentials,
  codeExchange,
  refresh,
  introspection,
  passwordGrant,
  bearerRead,
  alertAccept,
  eventWrites,
  eventWritesOfMany,
  tokensBesideWrites,
  webhookDeliveries,
  fanOutToThousand,
  fanOutToFiveThousand,
  idleSockets,
  newestPages,
  start,
  attacks,
  growth,
  storedBytes,
  webhooksBesideDead,
  search,
  processes,
  startGrown,
  nation,
];
