const TEST = 'tests/conformance/openid-provider.test.ts';
const LOGOUT_TEST = 'tests/conformance/openid-logout.test.ts';
const LOGOUT_REFUSALS = 'packages/gateway/src/dialects/oauth/logout.test.ts';
const PAGE = 'tests/browser/consent-cases.ts';

/** A module of the OpenID Foundation's conformance suite: `holds` names the test here that asks the same. */
type Module = readonly [name: string, state: 'holds' | 'does not' | 'not applicable', why: string];

const BASIC: readonly Module[] = [
  ['oidcc-server', 'holds', TEST],
  ['oidcc-response-type-missing', 'holds', 'packages/gateway/src/dialects/oauth/authorize.test.ts'],
  ['oidcc-userinfo-get', 'holds', TEST],
  ['oidcc-userinfo-post-header', 'holds', TEST],
  ['oidcc-userinfo-post-body', 'does not', 'a token is sent in the header alone (RFC 9700 section 4.3)'],
  ['oidcc-ensure-request-without-nonce-succeeds-for-code-flow', 'holds', PAGE],
  ['oidcc-scope-profile', 'holds', TEST],
  ['oidcc-scope-email', 'holds', TEST],
  ['oidcc-scope-address', 'not applicable', 'no postal address of a person is kept'],
  ['oidcc-scope-phone', 'not applicable', 'no telephone number of a person is kept'],
  ['oidcc-scope-all', 'not applicable', 'the same'],
  ['oidcc-ensure-other-scope-order-succeeds', 'holds', TEST],
  ['oidcc-display-page', 'holds', 'display is ignored'],
  ['oidcc-display-popup', 'holds', 'display is ignored'],
  ['oidcc-prompt-login', 'holds', PAGE],
  ['oidcc-prompt-none-not-logged-in', 'holds', TEST],
  ['oidcc-prompt-none-logged-in', 'holds', TEST],
  ['oidcc-max-age-1', 'holds', TEST],
  ['oidcc-max-age-10000', 'holds', TEST],
  ['oidcc-ensure-request-with-unknown-parameter-succeeds', 'holds', 'what is not known is ignored'],
  ['oidcc-id-token-hint', 'holds', 'packages/gateway/src/dialects/oauth/id-token-hint.test.ts'],
  ['oidcc-login-hint', 'holds', TEST],
  ['oidcc-ui-locales', 'holds', 'ui_locales is ignored'],
  ['oidcc-claims-locales', 'holds', 'claims_locales is ignored'],
  ['oidcc-ensure-request-with-acr-values-succeeds', 'holds', 'acr_values is ignored, acr states what was'],
  ['oidcc-codereuse', 'holds', 'packages/gateway/src/authorization/grants/redeem-code.test.ts'],
  ['oidcc-codereuse-30seconds', 'holds', 'packages/gateway/src/authorization/grants/redeem-code.test.ts'],
  ['oidcc-ensure-registered-redirect-uri', 'holds', 'packages/gateway/src/dialects/oauth/authorize.test.ts'],
  ['oidcc-ensure-post-request-succeeds', 'holds', 'packages/gateway/src/dialects/oauth/authorize.test.ts'],
  ['oidcc-server-client-secret-post', 'holds', TEST],
  [
    'oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported',
    'holds',
    'packages/gateway/src/dialects/oauth/authorize.test.ts',
  ],
  [
    'oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported',
    'holds',
    'packages/gateway/src/dialects/oauth/authorize.test.ts',
  ],
  ['oidcc-claims-essential', 'does not', 'the parameter claims is ignored, as discovery states'],
  ['oidcc-ensure-request-object-with-redirect-uri', 'not applicable', 'no request object is read'],
  ['oidcc-refresh-token', 'holds', TEST],
  ['oidcc-ensure-request-with-valid-pkce-succeeds', 'holds', TEST],
];

const CONFIG: readonly Module[] = [['oidcc-discovery-endpoint-verification', 'holds', TEST]];

const LOGOUT: readonly Module[] = [
  ['oidcc-rp-initiated-logout-discovery-endpoint-verification', 'holds', LOGOUT_TEST],
  ['oidcc-rp-initiated-logout', 'holds', LOGOUT_TEST],
  ['oidcc-rp-initiated-logout-bad-id-token-hint', 'holds', LOGOUT_REFUSALS],
  ['oidcc-rp-initiated-logout-bad-post-logout-redirect-uri', 'holds', LOGOUT_TEST],
  ['oidcc-rp-initiated-logout-modified-id-token-hint', 'holds', LOGOUT_REFUSALS],
  ['oidcc-rp-initiated-logout-no-id-token-hint', 'holds', LOGOUT_REFUSALS],
  ['oidcc-rp-initiated-logout-no-params', 'holds', LOGOUT_REFUSALS],
  ['oidcc-rp-initiated-logout-no-post-logout-redirect-uri', 'holds', LOGOUT_REFUSALS],
  ['oidcc-rp-initiated-logout-no-state', 'holds', LOGOUT_REFUSALS],
  ['oidcc-rp-initiated-logout-only-state', 'holds', LOGOUT_REFUSALS],
  ['oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri', 'holds', LOGOUT_REFUSALS],
  ['oidcc-backchannel-rp-initiated-logout', 'holds', LOGOUT_TEST],
  ['oidcc-backchannel-logout-discovery-endpoint-verification', 'holds', LOGOUT_TEST],
  [
    'front-channel logout and session management, every module',
    'does not',
    'no page of an application is loaded in a frame',
  ],
];

/** The public list of the suite's modules, with what each meets here. It was walked by hand; the suite was not run. */
export function openIdConformance(): readonly string[] {
  const rows = (profile: string, modules: readonly Module[]) =>
    modules.map(([name, state, why]) => `| ${profile} | ${name} | ${state} | ${why} |`);
  return [
    '## OpenID Connect',
    '',
    "The modules of the OpenID Foundation's conformance suite, walked by hand; the suite itself was not run. Most of its requests have no",
    'code_challenge and are refused here (RFC 9700 section 2.1.1): what is said of a module holds for its request with PKCE.',
    '',
    '| Profile | Module | | By |',
    '| --- | --- | --- | --- |',
    ...rows('basic', BASIC),
    ...rows('config', CONFIG),
    ...rows('logout', LOGOUT),
    '',
  ];
}
