import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { Nullable } from '../nullable.ts';
import { VisibleText } from '../visible-text.ts';

const Instant = Type.String({ format: 'date-time' });
const Code = Type.String({
  minLength: 6,
  maxLength: 40,
  description: 'What the authenticator app shows now, or a recovery code',
  examples: ['492039'],
});
const RecoveryCodes = Type.Array(Type.String({ description: 'Used once' }), {
  description: 'Ten codes that stand in for a factor, shown once',
  examples: [['k3x9-2mfa-77qd-0b1z']],
});

/** Body of `POST /api/session/factor` and of the confirmation of a factor. */
export const FactorCodeRequest = Type.Object({ code: Code }, { additionalProperties: false });
export type FactorCodeRequest = Static<typeof FactorCodeRequest>;

/** Body of `POST /api/session/factor/password`. */
export const ShowPasswordRequest = Type.Object(
  {
    password: Type.String({
      minLength: 1,
      maxLength: 1024,
      description: 'Their password',
      examples: ['sandbox-agent-pass-911'],
    }),
  },
  { additionalProperties: false },
);
export type ShowPasswordRequest = Static<typeof ShowPasswordRequest>;

/** Answer of `GET /api/session/factor`: each of them is enough where the session asks for one to go on. */
export const ShowableFactors = Type.Object({
  ways: Type.Array(Type.Enum(['password', 'code', 'passkey']), {
    description:
      '`password` by `POST /api/session/factor/password`, `code` of an authenticator app or a recovery code by `POST /api/session/factor`, `passkey` by `POST /api/session/factor/passkey`',
    examples: [['password', 'passkey']],
  }),
  identity_provider: Nullable(
    Type.Object(
      {
        title: Type.String({ description: 'What the agency calls it', examples: ['County sign-in'] }),
        url: Type.String({
          description: 'Where to sign in there; `again=true` asks for the person anew',
          examples: ['/sso/0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d33'],
        }),
      },
      { description: 'The identity provider that opened the session; null where none did' },
    ),
  ),
});
export type ShowableFactors = Static<typeof ShowableFactors>;

/** A second factor of the person who is signed in. */
export const Factor = Type.Object({
  id: Type.String({ description: 'The factor', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1daa'] }),
  kind: Type.Enum(['totp', 'passkey'], {
    description: '`totp`: an authenticator app (RFC 6238); `passkey`: a passkey or security key (WebAuthn)',
  }),
  name: Type.String({ description: 'What the person calls it', examples: ['Work phone'] }),
  created_at: described(Instant, 'When it was added'),
  last_used_at: Nullable(described(Instant, 'When it was last used; null never')),
});
export type Factor = Static<typeof Factor>;

/** Answer of `GET /api/account/factors`. */
export const OwnFactors = Type.Object({
  factors: Type.Array(Factor, { description: 'The oldest first' }),
  recovery_codes_left: Type.Integer({ description: 'Recovery codes that were not used', examples: [10] }),
});
export type OwnFactors = Static<typeof OwnFactors>;

/** Body of `POST /api/account/factors/totp` and `POST /api/account/factors/passkey`. */
export const NameFactorRequest = Type.Object(
  {
    name: VisibleText(60, { description: 'What to call it', examples: ['Work phone'] }),
  },
  { additionalProperties: false },
);
export type NameFactorRequest = Static<typeof NameFactorRequest>;

/** Answer of `POST /api/account/factors/totp`: what an authenticator app needs, once. */
export const BegunTotp = Type.Object({
  id: Type.String({ description: 'The factor to confirm', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1daa'] }),
  seed: Type.String({ description: 'The seed in base32, to type', examples: ['JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'] }),
  uri: Type.String({
    description: 'The seed as an authenticator app reads it from a QR code',
    examples: ['otpauth://totp/Sallyport:agent@sandbox.test?issuer=Sallyport&secret=JBSWY3DPEHPK3PXP'],
  }),
});
export type BegunTotp = Static<typeof BegunTotp>;

/** Answer of `POST /api/account/factors/{id}/confirm` and `POST /api/account/factors/passkey/confirm`. */
export const ConfirmedFactor = Type.Object({
  recovery_codes: described(Nullable(RecoveryCodes), 'With a first factor ten recovery codes, shown once; null later'),
});
export type ConfirmedFactor = Static<typeof ConfirmedFactor>;

/** Answer of `POST /api/account/recovery-codes`: those before are void. */
export const NewRecoveryCodes = Type.Object({ recovery_codes: RecoveryCodes });
export type NewRecoveryCodes = Static<typeof NewRecoveryCodes>;
