import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { Nullable } from '../nullable.ts';
import { VisibleText } from '../visible-text.ts';

/** A browser in a secure place, whose sessions are not locked for want of use. */
export const DispatchPosition = Type.Object({
  id: Type.String({ description: 'The position', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'] }),
  name: Type.String({ description: 'What it is called', examples: ['Position 3'] }),
  made_by: Type.String({ description: 'Who registered it', examples: ['Avery Admin'] }),
  created_at: Type.String({ format: 'date-time', description: 'When it was registered' }),
  last_used_at: Nullable(
    Type.String({
      format: 'date-time',
      description: 'When a session was last open at it, within an hour; null: never',
    }),
  ),
  is_this_browser: Type.Boolean({ description: 'Whether the browser that asks is it' }),
});
export type DispatchPosition = Static<typeof DispatchPosition>;

/** Answer of `GET /api/dispatch-positions`. */
export const DispatchPositionList = Type.Object({
  positions: Type.Array(DispatchPosition, { description: 'The oldest first' }),
});
export type DispatchPositionList = Static<typeof DispatchPositionList>;

/** Body of `POST /api/dispatch-positions`. */
export const RegisterPositionRequest = Type.Object(
  { name: VisibleText(60, { description: 'What to call it', examples: ['Position 3'] }) },
  { additionalProperties: false },
);
export type RegisterPositionRequest = Static<typeof RegisterPositionRequest>;

/** Answer of `POST /api/dispatch-positions`; its credential is in a cookie of the browser that asked. */
export const RegisteredPosition = Type.Object({ position: described(DispatchPosition, 'The position') });
export type RegisteredPosition = Static<typeof RegisteredPosition>;

export const DispatchPositionParams = Type.Object({
  id: Type.String({ maxLength: 60, description: 'The position', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'] }),
});
