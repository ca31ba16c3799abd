import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { Nullable } from '../nullable.ts';
import { VisibleText } from '../visible-text.ts';

const Email = Type.String({ minLength: 3, maxLength: 254, pattern: '^[^\\s@]+@[^\\s@]+$' });
const Password = Type.String({ minLength: 1, maxLength: 1024 });

/** Body of `POST /api/developer/sign-ups`: somebody who builds applications wants an account. */
export const DeveloperSignUpRequest = Type.Object(
  {
    name: VisibleText(100, { description: 'What the developer is called', examples: ['Riley Example'] }),
    email: described(Email, 'E-mail address, to which the link goes', 'riley@developer.test'),
    password: described(Password, 'The password', 'correct horse battery staple'),
  },
  { additionalProperties: false },
);
export type DeveloperSignUpRequest = Static<typeof DeveloperSignUpRequest>;

/** Its answer (202), the same whether the e-mail has an account. `url` is null where the link was mailed. */
export const DeveloperSignUp = Type.Object({
  mailed_to: Nullable(
    Type.String({
      description: 'Where the link was mailed; null where it was not',
      examples: ['riley@developer.test'],
    }),
  ),
  url: Nullable(
    Type.String({
      description: 'The link; null where it was mailed',
      examples: ['https://gateway.example/developers/confirm#Zk3mT0q8vYk7b0Qb6mE2'],
    }),
  ),
  expires_at: Type.String({ format: 'date-time', description: 'When it ends' }),
});
export type DeveloperSignUp = Static<typeof DeveloperSignUp>;

/** Body of `POST /api/developer/confirmations`: spends the link. The password is the one of the sign-up. Answer: 204. */
export const DeveloperConfirmation = Type.Object(
  {
    link_token: Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'The secret part of the one-time link',
      examples: ['Zk3mT0q8vYk7b0Qb6mE2'],
    }),
    password: described(Password, 'The password of the sign-up', 'correct horse battery staple'),
  },
  { additionalProperties: false },
);
export type DeveloperConfirmation = Static<typeof DeveloperConfirmation>;

/** Which developer this browser is signed in as. */
export const DeveloperSession = Type.Object({
  developer: Type.Object(
    {
      id: Type.String({ description: 'The developer', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'] }),
      email: Type.String({ description: 'Their e-mail address', examples: ['riley@developer.test'] }),
      name: Type.String({ description: 'What they are called', examples: ['Riley Example'] }),
    },
    { description: 'Who is signed in' },
  ),
  expires_at: Type.String({ format: 'date-time', description: 'When the session ends' }),
});
export type DeveloperSession = Static<typeof DeveloperSession>;
