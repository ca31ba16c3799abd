/** Which side of an alert a client stands on; decides what it may do with one. */
export type IntegrationKind = 'psap' | 'central_station' | 'prepared' | 'call_handling' | 'responder';

/** Old habits a client's software has. All false is RFC 9700; each true is one exception for this client alone. */
export interface LegacyMarks {
  readonly passwordGrant: boolean;
  readonly jsonTokenBody: boolean;
  readonly tokenInQuery: boolean;
  readonly looseRedirect: boolean;
}

export type DeeplinkView = 'full' | 'cards';

export interface ClientSettings {
  readonly legacy: LegacyMarks;
  /** What a deeplink shows when the request does not say. */
  readonly deeplinkView: DeeplinkView;
  /** Origins that may show this client's deeplinks in a frame. */
  readonly embeddingOrigins: readonly string[];
}

export const STRICT: LegacyMarks = {
  passwordGrant: false,
  jsonTokenBody: false,
  tokenInQuery: false,
  looseRedirect: false,
};

export interface ClientSecret {
  readonly id: string;
  readonly secretHash: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly lastUsedAt: number | null;
}

/** A partner's named route into an agency: which agency the alert goes to. */
export interface Callflow {
  readonly name: string;
  readonly agencyId: string;
}

/** OAuth credentials of an application, usually for one agency; `agencyId` null serves several by its callflows. */
export interface Client {
  readonly id: string;
  readonly applicationId: string;
  readonly applicationName: string;
  readonly agencyId: string | null;
  readonly name: string;
  readonly integrationKind: IntegrationKind;
  readonly grantTypes: readonly string[];
  readonly scopes: readonly string[];
  readonly accessTokenTtlSeconds: number;
  readonly settings: ClientSettings;
  readonly disabledAt: number | null;
  readonly createdAt: number;
  readonly secrets: readonly ClientSecret[];
  readonly callflows: readonly Callflow[];
}
