import type { Dialect } from '../../dialects/routing/dialect.ts';
import type { Components } from './components.ts';

const header = (name: string, description: string, example: string) => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string', examples: [example] },
});

/** What every delivery has (Standard Webhooks 1.0). */
export const WEBHOOK_HEADERS = {
  webhookId: header(
    'webhook-id',
    'The delivery, the same in every attempt; a repeat is known by it',
    '0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1ddd',
  ),
  webhookTimestamp: header(
    'webhook-timestamp',
    'When it is sent, in seconds since 1970; refuse what is minutes old',
    '1795689000',
  ),
  webhookSignature: header(
    'webhook-signature',
    'One `v1,<signature>` for each secret in force, with spaces between: the base64 of HMAC-SHA-256 over `webhook-id.webhook-timestamp.body` under the bytes that the secret has after `whsec_`',
    'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
  ),
};

const HEADERS = Object.keys(WEBHOOK_HEADERS).map((name) => ({ $ref: `#/components/parameters/${name}` }));

const RESPONSES = {
  '2XX': { description: 'Received; it is not sent again' },
  '410': { description: 'Nobody is there any more: the webhook is disabled' },
  default: { description: 'Not received: it is sent again, later each time' },
};

/** Every webhook whose bodies are known, by the name of its event: what an endpoint receives, and what it answers. */
export function webhooksOf(dialects: readonly Dialect<never>[], components: Components): Record<string, object> {
  const kinds = dialects.flatMap(({ webhooks }) => Object.entries(webhooks));
  const all = kinds.flatMap(([kind, { bodies = {} }]) =>
    Object.entries(bodies).map(([event, body]): [string, object] => {
      const { description } = body as { description?: string };
      const post = {
        operationId: `receive ${kind} ${event}`.replaceAll(/[ ._]+(\w)/g, (_match, first: string) =>
          first.toUpperCase(),
        ),
        summary: description ?? `The event ${event}`,
        description: 'Sent to the address of each webhook that names this event.',
        security: [],
        parameters: HEADERS,
        requestBody: { required: true, content: { 'application/json': { schema: components.refer(body) } } },
        responses: RESPONSES,
      };
      return [event, { post }];
    }),
  );
  return Object.fromEntries(all);
}
