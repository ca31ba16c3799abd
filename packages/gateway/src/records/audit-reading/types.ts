/** What an id of a record is, and what people call it. */
export interface Named {
  readonly kind:
    | 'person'
    | 'client'
    | 'agency'
    | 'incident'
    | 'webhook'
    | 'grant'
    | 'deeplink'
    | 'role'
    | 'identity_provider'
    | 'display'
    | 'dispatch_position'
    | 'cad_incident'
    | 'transfer'
    | 'share'
    | 'developer'
    | 'application';
  readonly id: string;
  /** Of an incident what it came in as: `alert`, `call` or `cad`; of a grant and a deeplink the client's. */
  readonly name: string;
  /** Of an incident its emergency type; null where it has none. */
  readonly type: string | null;
  readonly isTest: boolean;
}
