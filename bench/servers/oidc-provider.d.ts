/** The parts of oidc-provider the bench uses; the package carries no types. */
declare module 'oidc-provider' {
  interface Stored {
    save(): Promise<string>;
  }
  interface Context {
    readonly path: string;
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
    listen(port: number, host: string): void;
  }
}
