import type { TokenAnswer, TokenAnswerV2 } from '@sallyport/contract';
import type { Call, Transport } from '../requests/transport.ts';
import { basicCredentials } from '../tokens/client-identity.ts';

interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Space-separated; left out means every scope the client may have. */
  readonly scope?: string;
}

/** A token for the client itself, or for one of the agency's users. */
export type TokenRequest =
  | (ClientCredentials & { readonly grant: 'client_credentials' })
  | (ClientCredentials & { readonly grant: 'password'; readonly username: string; readonly password: string });

/** A token from `POST /oauth/token`. Refuses with the OAuth code, `invalid_client` or `invalid_grant` above all. */
export function requestToken(transport: Transport, request: TokenRequest): Promise<TokenAnswer> {
  return transport.send(tokenCall('/oauth/token', request));
}

/** A token from `POST /oauth/v2/token`, where every field of the answer is text. */
export function requestTokenV2(transport: Transport, request: TokenRequest): Promise<TokenAnswerV2> {
  return transport.send(tokenCall('/oauth/v2/token', request));
}

function tokenCall(path: string, request: TokenRequest): Call {
  return {
    method: 'POST',
    path,
    headers: { authorization: basicCredentials(request.clientId, request.clientSecret) },
    form: {
      grant_type: request.grant,
      scope: request.scope,
      ...(request.grant === 'password' ? { username: request.username, password: request.password } : {}),
    },
  };
}
