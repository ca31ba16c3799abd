/** The parts of oidc-provider the bench uses; the package carries no types. */
declare module 'oidc-provider' {
  export default class Provider {
    constructor(issuer: string, configuration: object);
    listen(port: number, host: string): void;
  }
}
