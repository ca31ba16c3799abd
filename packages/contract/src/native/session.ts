import { type Static, Type } from 'typebox';
import { Nullable } from '../nullable.ts';
import { PlacedAgency } from './agencies.ts';
import { Permission } from './permissions.ts';
import { SearchQuery } from './search.ts';
import { Role } from './users.ts';

/** Body of `POST /api/session`: a person signs in to the portal by hand. */
export const SignInRequest = Type.Object(
  {
    email: Type.String({ minLength: 1, maxLength: 254 }),
    password: Type.String({ minLength: 1, maxLength: 1024 }),
  },
  { additionalProperties: false },
);
export type SignInRequest = Static<typeof SignInRequest>;

/** `full` is map and cards; `cards` is the cards alone, made to sit in a CAD's panel. */
export const DeeplinkView = Type.Enum(['full', 'cards']);
export type DeeplinkView = Static<typeof DeeplinkView>;

/** Who the browser is signed in as: by hand (`portal`) or by a deeplink, which may read and not administer. */
export const Session = Type.Object({
  kind: Type.Enum(['portal', 'deeplink']),
  user: Type.Object({
    id: Type.String(),
    email: Type.String(),
    first_name: Type.String(),
    last_name: Type.String(),
    role: Role,
  }),
  agency: Nullable(PlacedAgency),
  expires_at: Type.String({ format: 'date-time' }),
  may_administer: Type.Boolean({ description: 'Whether any of the permissions is one of Admin' }),
  permissions: Type.Array(Permission),
  deeplink: Type.Optional(Type.Object({ id: Type.String(), query: SearchQuery, view: DeeplinkView })),
});
export type Session = Static<typeof Session>;

/** Answer of `POST /d/{ticket}`: the deeplink is open; send its id as `X-Sallyport-Deeplink` on every call. */
export const RedeemedDeeplink = Type.Object({ deeplink_id: Type.String(), session: Session });
export type RedeemedDeeplink = Static<typeof RedeemedDeeplink>;
