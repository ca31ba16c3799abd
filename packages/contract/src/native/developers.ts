import { type Static, Type } from 'typebox';
import { Nullable } from '../nullable.ts';

const Email = Type.String({ minLength: 3, maxLength: 254, pattern: '^[^\\s@]+@[^\\s@]+$' });
const Password = Type.String({ minLength: 1, maxLength: 1024 });

/** Body of `POST /api/developer/sign-ups`: somebody who builds applications wants an account. */
export const DeveloperSignUpRequest = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }), email: Email, password: Password },
  { additionalProperties: false },
);
export type DeveloperSignUpRequest = Static<typeof DeveloperSignUpRequest>;

/** Its answer (202), the same whether the e-mail has an account. `url` is null where the link was mailed. */
export const DeveloperSignUp = Type.Object({
  mailed_to: Nullable(Type.String()),
  url: Nullable(Type.String()),
  expires_at: Type.String({ format: 'date-time' }),
});
export type DeveloperSignUp = Static<typeof DeveloperSignUp>;

/** Body of `POST /api/developer/confirmations`: spends the link. The password is the one of the sign-up. Answer: 204. */
export const DeveloperConfirmation = Type.Object(
  { link_token: Type.String({ minLength: 1, maxLength: 200 }), password: Password },
  { additionalProperties: false },
);
export type DeveloperConfirmation = Static<typeof DeveloperConfirmation>;

/** Which developer this browser is signed in as. */
export const DeveloperSession = Type.Object({
  developer: Type.Object({ id: Type.String(), email: Type.String(), name: Type.String() }),
  expires_at: Type.String({ format: 'date-time' }),
});
export type DeveloperSession = Static<typeof DeveloperSession>;
