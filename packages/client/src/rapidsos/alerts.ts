import type { TriggerAnswer, TriggerRequest } from '@sallyport/contract';
import type { Transport } from '../requests/transport.ts';

/**
 * Sends an alert. Resolves once it is durable. A repeat with the same idempotency key answers with the first alert and
 * writes nothing.
 */
export function triggerAlert(
  transport: Transport,
  request: TriggerRequest,
  idempotencyKey?: string,
): Promise<TriggerAnswer> {
  return transport.send({
    method: 'POST',
    path: '/v1/rem/trigger',
    json: request,
    ...(idempotencyKey === undefined ? {} : { headers: { 'idempotency-key': idempotencyKey } }),
  });
}
