import { type Static, Type } from 'typebox';

const Bytes = (maxLength: number, description: string, example: string) =>
  Type.String({ minLength: 1, maxLength, pattern: '^[A-Za-z0-9_-]+$', description, examples: [example] });

const CREDENTIAL_ID = 'rQ3mQvX0Zf1cH7u2bUo0Xw';
const CLIENT_DATA = 'eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0';

/** Everything in base64url. Browsers send more than is named here, which is ignored. */
const credential = {
  id: Bytes(1_400, 'The credential', CREDENTIAL_ID),
  rawId: Bytes(1_400, 'The same', CREDENTIAL_ID),
  type: Type.Literal('public-key', { description: 'Always `public-key`' }),
};
const clientDataJSON = Bytes(4_096, 'What the browser states: the challenge and the origin', CLIENT_DATA);

/** What `navigator.credentials.create()` gave, as its `toJSON()` writes it (WebAuthn section 5.1). */
export const MadePasskey = Type.Object(
  {
    ...credential,
    response: Type.Object(
      {
        clientDataJSON,
        attestationObject: Bytes(16_384, 'The new public key', 'o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YQ'),
        transports: Type.Optional(
          Type.Array(Type.String({ maxLength: 32, description: 'A transport', examples: ['internal'] }), {
            maxItems: 10,
            description: 'How the browser reaches the authenticator',
          }),
        ),
      },
      { description: 'What the authenticator made' },
    ),
  },
  { description: 'As `toJSON()` of the new credential writes it' },
);
export type MadePasskey = Static<typeof MadePasskey>;

/** What `navigator.credentials.get()` gave, as its `toJSON()` writes it (WebAuthn section 5.1). */
export const ShownPasskey = Type.Object(
  {
    ...credential,
    response: Type.Object(
      {
        clientDataJSON,
        authenticatorData: Bytes(
          4_096,
          'What the authenticator states',
          'SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MFAAAAAg',
        ),
        signature: Bytes(8_192, 'Over both', 'MEUCIQDKbaB2d0Q7xZbR4mU3lQ'),
        userHandle: Type.Optional(
          Type.String({
            maxLength: 128,
            description: 'For whom the authenticator keeps it',
            examples: ['MDE5MGMyZDg'],
          }),
        ),
      },
      { description: 'What the authenticator signed' },
    ),
  },
  { description: 'As `toJSON()` of the credential writes it' },
);
export type ShownPasskey = Static<typeof ShownPasskey>;

/** Body of `POST /api/account/factors/passkey/confirm`. */
export const ConfirmPasskeyRequest = Type.Object({ credential: MadePasskey }, { additionalProperties: false });
export type ConfirmPasskeyRequest = Static<typeof ConfirmPasskeyRequest>;

/** Body of `POST /api/session/passkey` and `POST /api/session/factor/passkey`. */
export const ShowPasskeyRequest = Type.Object({ credential: ShownPasskey }, { additionalProperties: false });
export type ShowPasskeyRequest = Static<typeof ShowPasskeyRequest>;

/** What a browser is given to make or to show a passkey; answered once, within five minutes. */
export const PasskeyOptions = Type.Object({
  public_key: Type.Record(Type.String(), Type.Unknown(), {
    description:
      'For `PublicKeyCredential.parseCreationOptionsFromJSON()` or `parseRequestOptionsFromJSON()` (WebAuthn section 5.1)',
  }),
});
export type PasskeyOptions = Static<typeof PasskeyOptions>;
