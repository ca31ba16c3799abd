/** The parts of two OAuth clients that carry no types, as far as the tests use them. */
declare module 'simple-oauth2' {
  interface Options {
    client: { id: string; secret: string };
    auth: { tokenHost: string; tokenPath: string; authorizePath?: string; revokePath?: string };
    options?: { authorizationMethod?: 'header' | 'body'; bodyFormat?: 'form' | 'json' };
  }
  interface AccessToken {
    readonly token: Readonly<Record<string, unknown>>;
    expired(): boolean;
    refresh(): Promise<AccessToken>;
    revoke(type: 'access_token' | 'refresh_token'): Promise<void>;
  }
  export class AuthorizationCode {
    constructor(options: Options);
    authorizeURL(parameters: Record<string, string>): string;
    getToken(parameters: Record<string, string>): Promise<AccessToken>;
  }
  export class ClientCredentials {
    constructor(options: Options);
    getToken(parameters: Record<string, string>): Promise<AccessToken>;
  }
}

declare module 'passport-oauth2' {
  type Done = (err: unknown, user?: object) => void;
  type Results = (err: unknown, accessToken?: string, refreshToken?: string, body?: object) => void;
  export default class OAuth2Strategy {
    constructor(
      options: Record<string, unknown>,
      verify: (accessToken: string, refreshToken: string, answer: object, profile: object, done: Done) => void,
    );
    authenticate(request: object, options: object): void;
    redirect: (url: string) => void;
    success: (user: object) => void;
    fail: (challenge: unknown) => void;
    error: (err: unknown) => void;
    _oauth2: { getOAuthAccessToken(code: string, parameters: Record<string, string>, done: Results): void };
  }
}
