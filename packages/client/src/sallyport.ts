import type {
  DeeplinkAnswer,
  DeeplinkRequest,
  MapSettings,
  TokenAnswer,
  TokenAnswerV2,
  TriggerAnswer,
  TriggerRequest,
} from '@sallyport/contract';
import { AccountApi } from './native/account.ts';
import { AddressApi } from './native/addresses.ts';
import { AgencyApi } from './native/agencies.ts';
import { ApplicationApi, OwnApplicationApi } from './native/applications.ts';
import { AuditApi } from './native/audit.ts';
import { AuthorizationApi } from './native/authorizations.ts';
import { CallflowApi } from './native/callflows.ts';
import { CallApi } from './native/calls.ts';
import { ClientApi } from './native/clients.ts';
import { DeveloperApi } from './native/developers.ts';
import { DeviceAuthorizationApi } from './native/device-authorizations.ts';
import { DispatchPositionApi } from './native/dispatch-positions.ts';
import { GrantApi } from './native/grants.ts';
import { IdentityProviderApi } from './native/identity-providers.ts';
import { IncidentApi } from './native/incidents.ts';
import { InstallationApi } from './native/installation.ts';
import { OperatorApi } from './native/operators.ts';
import { OutboxApi } from './native/outbox.ts';
import { PasswordApi } from './native/passwords.ts';
import { PersonalTokenApi } from './native/personal-tokens.ts';
import { ReportsApi } from './native/reports.ts';
import { RetentionApi } from './native/retention.ts';
import { RoleApi } from './native/roles.ts';
import { SecurityPolicyApi } from './native/security-policies.ts';
import { SessionApi } from './native/session.ts';
import { ShareApi } from './native/shares.ts';
import { TransferApi } from './native/transfers.ts';
import { UserApi } from './native/users.ts';
import { WallBoardApi } from './native/wall-boards.ts';
import { WebhookApi } from './native/webhooks.ts';
import { WorkApi } from './native/work.ts';
import { requestToken, requestTokenV2, type TokenRequest } from './oauth/token.ts';
import { triggerAlert } from './rapidsos/alerts.ts';
import { createDeeplink } from './rapidsos/deeplinks.ts';
import { Transport, type TransportOptions } from './requests/transport.ts';

/** One server, one auth strategy, every call. All methods refuse with SallyportError. */
export class Sallyport {
  readonly session: SessionApi;
  readonly incidents: IncidentApi;
  readonly calls: CallApi;
  readonly users: UserApi;
  readonly roles: RoleApi;
  readonly identityProviders: IdentityProviderApi;
  readonly audit: AuditApi;
  readonly reports: ReportsApi;
  readonly clients: ClientApi;
  readonly callflows: CallflowApi;
  readonly agencies: AgencyApi;
  readonly operators: OperatorApi;
  readonly installation: InstallationApi;
  readonly outbox: OutboxApi;
  readonly passwords: PasswordApi;
  readonly authorizations: AuthorizationApi;
  readonly deviceAuthorizations: DeviceAuthorizationApi;
  readonly grants: GrantApi;
  readonly addresses: AddressApi;
  readonly dispatchPositions: DispatchPositionApi;
  readonly wallBoards: WallBoardApi;
  readonly retention: RetentionApi;
  readonly securityPolicies: SecurityPolicyApi;
  readonly account: AccountApi;
  readonly developers: DeveloperApi;
  readonly ownApplications: OwnApplicationApi;
  readonly applications: ApplicationApi;
  readonly personalTokens: PersonalTokenApi;
  readonly webhooks: WebhookApi;
  readonly work: WorkApi;
  /** Incidents that another agency sees for a time. */
  readonly shares: ShareApi;
  readonly transfers: TransferApi;
  readonly #transport: Transport;

  constructor(options: TransportOptions) {
    this.#transport = new Transport(options);
    this.session = new SessionApi(this.#transport);
    this.incidents = new IncidentApi(this.#transport);
    this.calls = new CallApi(this.#transport);
    this.users = new UserApi(this.#transport);
    this.identityProviders = new IdentityProviderApi(this.#transport);
    this.roles = new RoleApi(this.#transport);
    this.audit = new AuditApi(this.#transport);
    this.reports = new ReportsApi(this.#transport);
    this.clients = new ClientApi(this.#transport);
    this.callflows = new CallflowApi(this.#transport);
    this.agencies = new AgencyApi(this.#transport);
    this.operators = new OperatorApi(this.#transport);
    this.installation = new InstallationApi(this.#transport);
    this.outbox = new OutboxApi(this.#transport);
    this.passwords = new PasswordApi(this.#transport);
    this.authorizations = new AuthorizationApi(this.#transport);
    this.deviceAuthorizations = new DeviceAuthorizationApi(this.#transport);
    this.grants = new GrantApi(this.#transport);
    this.addresses = new AddressApi(this.#transport);
    this.dispatchPositions = new DispatchPositionApi(this.#transport);
    this.wallBoards = new WallBoardApi(this.#transport);
    this.retention = new RetentionApi(this.#transport);
    this.securityPolicies = new SecurityPolicyApi(this.#transport);
    this.account = new AccountApi(this.#transport);
    this.developers = new DeveloperApi(this.#transport);
    this.ownApplications = new OwnApplicationApi(this.#transport);
    this.applications = new ApplicationApi(this.#transport);
    this.personalTokens = new PersonalTokenApi(this.#transport);
    this.webhooks = new WebhookApi(this.#transport);
    this.work = new WorkApi(this.#transport);
    this.shares = new ShareApi(this.#transport);
    this.transfers = new TransferApi(this.#transport);
  }

  /** Which basemap the installation wants drawn. */
  mapSettings(signal?: AbortSignal): Promise<MapSettings> {
    return this.#transport.send({ method: 'GET', path: '/api/map', signal });
  }

  /** A token from `POST /oauth/token`: numbers are numbers. */
  requestToken(request: TokenRequest): Promise<TokenAnswer> {
    return requestToken(this.#transport, request);
  }

  /** A token from `POST /oauth/v2/token`: every field is text. */
  requestTokenV2(request: TokenRequest): Promise<TokenAnswerV2> {
    return requestTokenV2(this.#transport, request);
  }

  /** Sends an alert. Resolves once it is durable; a repeat with the same key answers with the first alert. */
  triggerAlert(request: TriggerRequest, idempotencyKey?: string): Promise<TriggerAnswer> {
    return triggerAlert(this.#transport, request, idempotencyKey);
  }

  /** Makes a URL that opens the portal, signed in as the token's user, on one caller or alert. */
  createDeeplink(request: DeeplinkRequest): Promise<DeeplinkAnswer> {
    return createDeeplink(this.#transport, request);
  }
}
