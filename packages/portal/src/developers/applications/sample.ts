import type { Application, SoftwareSpeaks } from '@sallyport/contract';

/** What a sample is made of: nothing in it has to be looked up elsewhere. */
export interface SampleFacts {
  readonly baseUrl: string;
  readonly clientId: string;
  /** Null while it is not shown: the sample asks for it. */
  readonly secret: string | null;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
}

/** The addresses a program needs, by what each is for. */
export function endpointsOf(speaks: SoftwareSpeaks | null, baseUrl: string): readonly (readonly [string, string])[] {
  switch (speaks) {
    case 'active911':
      return [
        ['Authorize', `${baseUrl}/interface/open_api/authorize_agency.php`],
        ['Token', `${baseUrl}/interface/open_api/token.php`],
        ['API', `${baseUrl}/interface/open_api/api/`],
      ];
    case 'machine':
      return [
        ['Token', `${baseUrl}/oauth/token`],
        ['API reference', `${baseUrl}/docs`],
      ];
    default:
      return [
        ['Authorize', `${baseUrl}/oauth/authorize`],
        ['Token', `${baseUrl}/oauth/token`],
        ['API', `${baseUrl}/interface/open_api/api/`],
        ['Metadata', `${baseUrl}/.well-known/oauth-authorization-server`],
      ];
  }
}

const ASK = "read -r -p 'The code of the address you were sent back to: ' CODE";
const OPEN = "echo 'Open this address as an administrator of an agency, and allow it:'";
const TOKEN = `TOKEN=$(printf %s "$ANSWER" | sed -E 's/.*"access_token": ?"([^"]+)".*/\\1/')`;
const CALL = 'curl -sS "$BASE/interface/open_api/api/" -H "Authorization: Bearer $TOKEN"';
const CREDENTIALS = '-d "client_id=$CLIENT_ID" -d "client_secret=$CLIENT_SECRET"';

/** A shell program, in parentheses so that it is read whole before it asks for anything. Needs curl; PKCE needs openssl, too. */
export function sampleOf(speaks: SoftwareSpeaks | null, facts: SampleFacts): string {
  const { baseUrl, clientId, secret, redirectUri, scopes } = facts;
  const head = [
    `BASE='${baseUrl}'`,
    `CLIENT_ID='${clientId}'`,
    secret === null ? "read -r -p 'Client secret: ' CLIENT_SECRET" : `CLIENT_SECRET='${secret}'`,
  ];
  const spaced = scopes.join(' ');
  const query = `response_type=code&client_id=$CLIENT_ID&scope=${scopes.join('+')}`;
  const redirect = encodeURIComponent(redirectUri);
  const lines = {
    machine: [`curl -sS "$BASE/oauth/token" -d grant_type=client_credentials ${CREDENTIALS} -d 'scope=${spaced}'`],
    active911: [
      OPEN,
      `echo "$BASE/interface/open_api/authorize_agency.php?${query}&redirection_uri=${redirect}"`,
      ASK,
      `ANSWER=$(curl -sS "$BASE/interface/open_api/token.php" -d grant_type=authorization_code ${CREDENTIALS} -d 'scope=${spaced}' -d "code=$CODE")`,
      TOKEN,
      CALL,
    ],
    oauth: [
      'VERIFIER=$(openssl rand -hex 32)',
      `CHALLENGE=$(printf %s "$VERIFIER" | openssl dgst -sha256 -binary | openssl base64 | tr '+/' '-_' | tr -d '=\\n')`,
      OPEN,
      `echo "$BASE/oauth/authorize?${query}&redirect_uri=${redirect}&code_challenge=$CHALLENGE&code_challenge_method=S256"`,
      ASK,
      `ANSWER=$(curl -sS "$BASE/oauth/token" -d grant_type=authorization_code ${CREDENTIALS} -d 'redirect_uri=${redirectUri}' -d "code_verifier=$VERIFIER" -d "code=$CODE")`,
      TOKEN,
      CALL,
    ],
  }[speaks ?? 'oauth'];
  return ['(', ...head, ...lines, ')'].join('\n');
}

/** The client a sample is of: the application's own, or for a machine the one that an agency issued. */
export function clientOf({ speaks, clients }: Application): Application['clients'][number] | undefined {
  return clients.find(({ agency_id }) => (speaks === 'machine' ? agency_id !== null : agency_id === null));
}
