import { refuse } from '../../kernel/errors.ts';
import { checkRedirectUri } from './redirect-uri.ts';
import type { SignInUse } from './sign-in-use.ts';

/** The URL of an endpoint of others in its normal form. Refuses with `invalid_request` one that this server does not reach; `what` names the field. */
export type CheckEndpoint = (url: string, what: string) => Promise<string>;

/** What registers an endpoint takes it. */
export interface EndpointCheck {
  readonly checkEndpoint: CheckEndpoint;
}

/** As it was given, with the endpoint in its normal form. Looks names up, so not for a transaction. Refuses with `invalid_request`. */
export async function withCheckedEndpoint<Given extends Partial<SignInUse>>(
  { checkEndpoint }: EndpointCheck,
  given: Given,
): Promise<Given> {
  const { backchannelLogoutUri: uri } = given;
  if (uri === undefined || uri === null) return given;
  return { ...given, backchannelLogoutUri: await checkEndpoint(uri, 'backchannel_logout_uri') };
}

/** What is registered, each address once. Refuses with `invalid_request` what does not fit together or is never gone to. */
export function checkSignInUse(given: SignInUse): SignInUse {
  const { backchannelLogoutUri, backchannelLogoutSessionRequired, initiateLoginUri } = given;
  for (const uri of given.postLogoutRedirectUris) checkRedirectUri(uri, 'a post-logout redirect URI');
  if (backchannelLogoutSessionRequired && backchannelLogoutUri === null) {
    throw refuse.invalidRequest({
      description: 'backchannel_logout_uri must be given where backchannel_logout_session_required is true',
    });
  }
  if (initiateLoginUri !== null) checkWebAddress(initiateLoginUri);
  return {
    postLogoutRedirectUris: [...new Set(given.postLogoutRedirectUris)],
    backchannelLogoutUri,
    backchannelLogoutSessionRequired,
    initiateLoginUri,
  };
}

function checkWebAddress(uri: string): void {
  checkRedirectUri(uri, 'an initiate_login_uri');
  if (/^https?:/i.test(uri)) return;
  throw refuse.invalidRequest({ description: 'initiate_login_uri must be https, or http to a loopback address' });
}
