import type {
  AgencyAnswer,
  AgencyList,
  AgencyRequest,
  AgencyRequestList,
  Application,
  ApplicationDecision,
  ApplicationList,
  ApplicationRefusals,
  ApprovedApplications,
  AskAgencyRequest,
  DocumentKind,
  EditApplicationRequest,
  NewApplicationSecret,
  RegisterApplicationRequest,
} from '@sallyport/contract';
import type { Transport } from '../requests/transport.ts';

const OWN = '/api/developer/applications';

/** A developer's own applications. */
export class OwnApplicationApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  list(signal?: AbortSignal): Promise<ApplicationList> {
    return this.#transport.send({ method: 'GET', path: OWN, signal });
  }

  /** Keeps a draft; without a redirect URI it is `http://localhost`. */
  register(request: RegisterApplicationRequest): Promise<Application> {
    return this.#transport.send({ method: 'POST', path: OWN, json: request });
  }

  read(id: string, signal?: AbortSignal): Promise<Application> {
    return this.#transport.send({ method: 'GET', path: pathOf(id), signal });
  }

  /** Changes only what is named; once approved, the redirect URIs alone. */
  edit(id: string, request: EditApplicationRequest): Promise<Application> {
    return this.#transport.send({ method: 'PATCH', path: pathOf(id), json: request });
  }

  /** Takes the place of an earlier document of that kind. What it is, is decided by its bytes. */
  upload(id: string, kind: DocumentKind, file: Blob): Promise<Application> {
    return this.#transport.send({ method: 'POST', path: `${pathOf(id)}/documents/${kind}`, file });
  }

  submit(id: string): Promise<Application> {
    return this.#transport.send({ method: 'POST', path: `${pathOf(id)}/submit` });
  }

  /** The answer is the only time the secret is readable; two may be valid at a time. */
  addSecret(id: string): Promise<NewApplicationSecret> {
    return this.#transport.send({ method: 'POST', path: `${pathOf(id)}/secrets` });
  }

  removeSecret(id: string, secretId: string): Promise<Application> {
    return this.#transport.send({ method: 'DELETE', path: `${pathOf(id)}/secrets/${encodeURIComponent(secretId)}` });
  }

  /** The last 50 refusals of its clients, each with the check that failed. */
  refusals(id: string, signal?: AbortSignal): Promise<ApplicationRefusals> {
    return this.#transport.send({ method: 'GET', path: `${pathOf(id)}/refusals`, signal });
  }

  agencies(signal?: AbortSignal): Promise<AgencyList> {
    return this.#transport.send({ method: 'GET', path: '/api/developer/agencies', signal });
  }

  agencyRequests(id: string, signal?: AbortSignal): Promise<AgencyRequestList> {
    return this.#transport.send({ method: 'GET', path: `${pathOf(id)}/agency-requests`, signal });
  }

  askAgency(id: string, request: AskAgencyRequest): Promise<AgencyRequest> {
    return this.#transport.send({ method: 'POST', path: `${pathOf(id)}/agency-requests`, json: request });
  }
}

/** What operators review, and what agencies answer. */
export class ApplicationApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** For operators. */
  list(signal?: AbortSignal): Promise<ApplicationList> {
    return this.#transport.send({ method: 'GET', path: '/api/applications', signal });
  }

  /** For operators. */
  read(id: string, signal?: AbortSignal): Promise<Application> {
    return this.#transport.send({ method: 'GET', path: `/api/applications/${encodeURIComponent(id)}`, signal });
  }

  /** For operators: of two answers at once one wins, and the other is refused with `conflict`. */
  decide(id: string, request: ApplicationDecision): Promise<Application> {
    return this.#transport.send({
      method: 'POST',
      path: `/api/applications/${encodeURIComponent(id)}/decision`,
      json: request,
    });
  }

  /** Where an operator's browser reads a document. */
  documentPath(id: string, kind: DocumentKind): string {
    return `/api/applications/${encodeURIComponent(id)}/documents/${kind}`;
  }

  /** What an agency may issue credentials for. */
  approved(signal?: AbortSignal): Promise<ApprovedApplications> {
    return this.#transport.send({ method: 'GET', path: '/api/approved-applications', signal });
  }

  /** What applications ask of an agency. Operators name it; for everyone else `agencyId` stays null. */
  agencyRequests(agencyId: string | null = null, signal?: AbortSignal): Promise<AgencyRequestList> {
    return this.#transport.send({
      method: 'GET',
      path: '/api/agency-requests',
      query: { agency_id: agencyId },
      signal,
    });
  }

  answer(id: string, request: AgencyAnswer, agencyId: string | null = null): Promise<AgencyRequest> {
    return this.#transport.send({
      method: 'POST',
      path: `/api/agency-requests/${encodeURIComponent(id)}/answer`,
      query: { agency_id: agencyId },
      json: request,
    });
  }
}

function pathOf(id: string): string {
  return `${OWN}/${encodeURIComponent(id)}`;
}
