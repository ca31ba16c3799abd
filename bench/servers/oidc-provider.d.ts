/** The parts of oidc-provider that the bench and tests use; the package carries no types. */
declare module 'oidc-provider' {
  interface Stored {
    save(): Promise<string>;
    addOIDCScope(scope: string): void;
  }
  interface Context {
    readonly path: string;
    readonly req: import('node:http').IncomingMessage;
    readonly res: import('node:http').ServerResponse;
    respond?: boolean;
    readonly query: Readonly<Record<string, string | undefined>>;
    body: unknown;
  }
  export default class Provider {
    constructor(issuer: string, configuration: object);
    readonly Client: { find(id: string): Promise<object> };
    readonly Grant: new (
      values: object,
    ) => Stored & { addResourceScope(resource: string, scope: string): void };
    readonly AuthorizationCode: new (
      values: object,
    ) => Stored;
    use(middleware: (ctx: Context, next: () => Promise<void>) => Promise<void>): void;
    callback(): import('node:http').RequestListener;
    interactionFinished(
      req: import('node:http').IncomingMessage,
      res: import('node:http').ServerResponse,
      result: object,
      options: object,
    ): Promise<void>;
    listen(port: number, host: string): void;
  }
}
