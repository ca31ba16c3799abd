import type { TokenAddresses } from './server.ts';

/** Where Active911's API is. */
export interface Active911Server extends TokenAddresses {
  readonly apiUrl: string;
}

/** Active911's own hosts: `access` for applications, `console` for personal tokens. */
export function active911(): Active911Server {
  const openApi = 'https://access.active911.com/interface/open_api';
  return {
    tokenUrl: `${openApi}/token.php`,
    authorizeUrl: `${openApi}/authorize_agency.php`,
    personalTokenUrl: 'https://console.active911.com/interface/dev/api_access.php',
    tokenBody: 'form',
    redirectParameter: 'redirection_uri',
    apiUrl: `${openApi}/api`,
  };
}
