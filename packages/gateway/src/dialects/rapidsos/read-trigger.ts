import type { TriggerRequest } from '@sallyport/contract';
import { type CallflowRequest, callflowOf } from '../../intake/raise-by-callflow.ts';
import type { Clock } from '../../kernel/clock.ts';
import { readIdempotencyKey } from '../requests/idempotency-key.ts';
import { timeContextOf } from '../requests/time-context.ts';
import { principalOf, type RouteRequest } from '../routing/route.ts';
import { isMarkedAsTest } from './emergency-type.ts';
import { readTriggerVariables, refuseMissing, withoutNulls } from './trigger-variables.ts';

/** A trigger in the model's words. Refuses a callflow the client has not, and variables that are missing or cannot be read. */
export function readTrigger(ports: { clock: Clock }, request: RouteRequest): CallflowRequest {
  const { callflow: name, variables: given, blocking: _, ...beside } = request.body as TriggerRequest;
  const variables = withoutNulls(given);
  const { callflow, client } = callflowOf(principalOf(request).client, name);
  refuseMissing(variables, callflow);
  const { report, moved } = readTriggerVariables(variables, {
    suppliedBy: client.applicationName,
    isTest: isMarkedAsTest(request.body as TriggerRequest),
    beside: withoutNulls(beside),
    ...timeContextOf(ports, request),
  });
  return { client, callflow, report, moved, idempotencyKey: readIdempotencyKey(request), origin: request.origin };
}
