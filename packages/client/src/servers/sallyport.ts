import type { Active911Server } from './active911.ts';
import type { PreparedServer } from './prepared.ts';
import type { RapidsosServer } from './rapidsos.ts';
import { socketUrl, standardAddresses, type TokenAddresses, withoutSlash } from './server.ts';

/** A Sallyport server answers every vendor's paths at one address. */
export type SallyportServer = { readonly baseUrl: string } & RapidsosServer & PreparedServer;

/** A Sallyport server, with every dialect but Active911's token paths: `sallyportActive911` has those. */
export function sallyport(baseUrl: string): SallyportServer {
  const base = withoutSlash(baseUrl);
  return {
    ...standardAddresses(base),
    baseUrl: base,
    apiUrl: base,
    alertsUrl: base,
    alertStreamUrl: `${socketUrl(base)}/v1`,
    eventStreamUrl: `${socketUrl(base)}/v1/incident_events/stream`,
    transcriptUrl: `${socketUrl(base)}/cable`,
    resumesStreams: true,
    takesIdempotencyKeys: true,
  };
}

/** A Sallyport server, by the paths that Active911's applications know. */
export function sallyportActive911(baseUrl: string): Active911Server {
  const base = withoutSlash(baseUrl);
  const openApi = `${base}/interface/open_api`;
  const tokens: TokenAddresses = {
    tokenUrl: `${openApi}/token.php`,
    authorizeUrl: `${openApi}/authorize_agency.php`,
    personalTokenUrl: `${base}/interface/dev/api_access.php`,
    tokenBody: 'form',
    redirectParameter: 'redirection_uri',
  };
  return { ...tokens, apiUrl: `${openApi}/api` };
}
