import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { DeeplinkView } from '../native/session.ts';

/** Body of `POST /integrations/irp` (seed: RapidSOS iRP); `view` is ours. */
export const DeeplinkRequest = Type.Object({
  query: Type.String({
    minLength: 1,
    maxLength: 200,
    description: 'A telephone number or an alert id',
    examples: ['tel://15555550123'],
  }),
  view: Type.Optional(
    described(
      DeeplinkView,
      "`full` is map and cards; `cards` is the cards alone. The client's own where it is missing",
    ),
  ),
});
export type DeeplinkRequest = Static<typeof DeeplinkRequest>;

/** Answer of `POST /integrations/irp`. */
export const DeeplinkAnswer = Type.Object({
  url: Type.String({
    description: 'Opens the portal once, signed in, on the query',
    examples: ['https://gateway.example/d/Zk3mT0q8vYk7b0Qb6mE2'],
  }),
});
export type DeeplinkAnswer = Static<typeof DeeplinkAnswer>;
