export type { AccountApi } from './native/account.ts';
export type { AgencyApi } from './native/agencies.ts';
export type { ApplicationApi, OwnApplicationApi } from './native/applications.ts';
export type { AuditApi } from './native/audit.ts';
export type { CallflowApi } from './native/callflows.ts';
export type { CallApi } from './native/calls.ts';
export type { ClientApi } from './native/clients.ts';
export type { DeveloperApi } from './native/developers.ts';
export type { IncidentApi, SectionPage } from './native/incidents.ts';
export type { OperatorApi } from './native/operators.ts';
export type { PasswordApi } from './native/passwords.ts';
export type { ReportsApi } from './native/reports.ts';
export type { RetentionApi } from './native/retention.ts';
export type { SecurityPolicyApi } from './native/security-policies.ts';
export type { SessionApi } from './native/session.ts';
export type { ShareApi } from './native/shares.ts';
export type { TransferApi, TransferTerms } from './native/transfers.ts';
export type { UserApi } from './native/users.ts';
export type { DeliveryPage, WebhookApi } from './native/webhooks.ts';
export type { WorkApi } from './native/work.ts';
export type { TokenRequest } from './oauth/token.ts';
export { type Auth, bearer, type Credentials, cookie, noAuth, tokens } from './requests/auth.ts';
export { isRefusal, SallyportError, type SallyportErrorFields } from './requests/error.ts';
export { unreachable } from './requests/refusal.ts';
export { type RetryOptions, retrying } from './requests/retrying.ts';
export type { Resend, TransportOptions } from './requests/transport.ts';
export { REFUSAL_CODES, type RefusalCode, whatToDo } from './requests/what-to-do.ts';
export { Sallyport } from './sallyport.ts';
export { type Active911Server, active911 } from './servers/active911.ts';
export { type PreparedServer, prepared } from './servers/prepared.ts';
export { type RapidsosServer, rapidsos } from './servers/rapidsos.ts';
export { type SallyportServer, sallyport, sallyportActive911 } from './servers/sallyport.ts';
export type { TokenAddresses } from './servers/server.ts';
export {
  type AuthorizationRequest,
  readAuthorizationAnswer,
  startAuthorization,
} from './tokens/authorization-request.ts';
export type { ClientIdentity } from './tokens/client-identity.ts';
export { createTokens, type TokenCredentials, type TokenOptions } from './tokens/create-tokens.ts';
export { type DevicePrompt, deviceCode } from './tokens/device-code.ts';
export {
  authorizationCode,
  clientCredentials,
  type Grant,
  password,
  personalToken,
  refreshToken,
  signedIn,
} from './tokens/grants.ts';
export { createProofKey, type ProofKey, proofKeyOf } from './tokens/proof-key.ts';
export type { StoredToken } from './tokens/token.ts';
export { TokenSource } from './tokens/token-source.ts';
export { memoryStore, type TokenStore } from './tokens/token-store.ts';
export { readInstant } from './wire/instants.ts';
