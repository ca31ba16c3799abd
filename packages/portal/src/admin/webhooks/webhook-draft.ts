import type { WebhookAuthentication, WebhookSubscription } from '@sallyport/contract';

/** What is typed about how a webhook proves itself. `keep` leaves it, for its secrets are never shown again. */
export interface AuthenticationDraft {
  readonly kind: 'keep' | WebhookAuthentication['kind'];
  readonly token: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  readonly audience: string;
  readonly isSecretInBody: boolean;
}

/** What is typed about a webhook. */
export interface WebhookDraft {
  readonly name: string;
  readonly url: string;
  readonly eventTypes: readonly string[];
  readonly authentication: AuthenticationDraft;
}

const NOTHING_TYPED = {
  token: '',
  tokenUrl: '',
  clientId: '',
  clientSecret: '',
  scope: '',
  audience: '',
  isSecretInBody: false,
};

/** A new webhook as it begins, or one that is to be edited. */
export function draftOf(webhook: WebhookSubscription | null): WebhookDraft {
  if (webhook === null) {
    return { name: '', url: '', eventTypes: [], authentication: { kind: 'none', ...NOTHING_TYPED } };
  }
  const { name, url, event_types, authentication } = webhook;
  return {
    name,
    url,
    eventTypes: event_types,
    authentication: {
      ...NOTHING_TYPED,
      kind: 'keep',
      tokenUrl: authentication.token_url ?? '',
      clientId: authentication.client_id ?? '',
      audience: authentication.audience ?? '',
      isSecretInBody: authentication.client_authentication === 'client_secret_post',
    },
  };
}

/** The draft in the API's words; without authentication where that is kept. */
export function requestOf({ name, url, eventTypes, authentication }: WebhookDraft) {
  const given = authenticationOf(authentication);
  return {
    name: name.trim(),
    url: url.trim(),
    event_types: [...eventTypes],
    ...(given !== null && { authentication: given }),
  };
}

function authenticationOf(draft: AuthenticationDraft): WebhookAuthentication | null {
  switch (draft.kind) {
    case 'keep':
      return null;
    case 'none':
      return { kind: 'none' };
    case 'bearer':
      return { kind: 'bearer', token: draft.token.trim() };
    case 'client_credentials':
      return {
        kind: 'client_credentials',
        token_url: draft.tokenUrl.trim(),
        client_id: draft.clientId.trim(),
        client_secret: draft.clientSecret.trim(),
        ...(draft.scope.trim() !== '' && { scope: draft.scope.trim() }),
        ...(draft.audience.trim() !== '' && { audience: draft.audience.trim() }),
        ...(draft.isSecretInBody && { client_authentication: 'client_secret_post' as const }),
      };
  }
}
