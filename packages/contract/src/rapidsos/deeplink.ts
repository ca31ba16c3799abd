import { type Static, Type } from 'typebox';
import { DeeplinkView } from '../native/session.ts';

/** Body of `POST /integrations/irp` (seed: RapidSOS iRP); `view` is ours. */
export const DeeplinkRequest = Type.Object({
  query: Type.String({ minLength: 1, maxLength: 200, examples: ['tel://15555555555'] }),
  view: Type.Optional(DeeplinkView),
});
export type DeeplinkRequest = Static<typeof DeeplinkRequest>;

/** Answer of `POST /integrations/irp`. */
export const DeeplinkAnswer = Type.Object({ url: Type.String() });
export type DeeplinkAnswer = Static<typeof DeeplinkAnswer>;
