import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { launchChromium } from '../browser/chromium.ts';
import { type CookieJar, expectJson } from '../e2e/http-client.ts';
import { signIn } from '../e2e/sandbox.ts';
import { type Keycloak, PERSON_PASSWORD, startKeycloak } from './keycloak.ts';

interface Provider {
  readonly id: string;
  readonly start_url: string;
  readonly redirect_uri: string;
  readonly backchannel_logout_uri: string | null;
  readonly client_id: string;
}

const PEOPLE = [
  { username: 'kim', firstName: 'Kim', lastName: 'Porter', group: 'shift-leads' },
  { username: 'lee', firstName: 'Lee', lastName: 'Ward', group: 'staff' },
  { username: 'vic', firstName: 'Vic', lastName: 'Stone', group: 'visitors' },
];
const ROLES = [
  { value: 'shift-leads', role: 'supervisor' },
  { value: 'staff', role: 'agent' },
];
/** A page of Keycloak's is compiled when it is first asked for. */
const PAGE_WITHIN_MS = 120_000;
const OPENID_SECRET = 'the-secret-of-the-gateway-at-keycloak';

describe('people whom Keycloak signs in', () => {
  let keycloak: Keycloak;
  let gateway: GatewayProcess;
  let browser: Browser;
  let admin: CookieJar;
  before(async () => {
    keycloak = await startKeycloak();
    gateway = await startGatewayProcess({ env: { SALLYPORT_WEBHOOK_ALLOWED_RANGES: '127.0.0.0/8' } });
    browser = await launchChromium();
    admin = await signIn(gateway.url, 'sandboxAdmin');
    for (const person of PEOPLE) await keycloak.addPerson(person);
  });
  after(async () => {
    await browser?.close();
    await gateway?.stop();
    await keycloak?.stop();
  });

  const add = (json: object) =>
    expectJson<Provider>(gateway.url, 201, { method: 'POST', path: '/api/identity-providers', jar: admin, json });

  /** A browser of that person's own, as far as the answer to their right password. */
  async function enter(provider: Provider, username: string): Promise<Page> {
    const context = await browser.newContext();
    context.setDefaultTimeout(PAGE_WITHIN_MS);
    const page = await context.newPage();
    await page.goto(`${provider.start_url}?return_to=/portal/account`);
    await page.locator('#username').fill(username);
    await page.locator('#password').fill(PERSON_PASSWORD);
    await page.locator('#kc-login').click();
    return page;
  }

  /** Who the cookies of the page's browser belong to; null where they open nothing. */
  async function sessionOf(page: Page): Promise<{ user: { role: string } } | null> {
    const answer = await page.context().request.get(`${gateway.url}/api/session`);
    return answer.ok() ? await answer.json() : null;
  }

  async function assertSignedIn(page: Page, { name, role }: { name: string; role: string }): Promise<void> {
    await page.waitForURL(`${gateway.url}/portal/account`);
    await page.getByRole('button', { name: `Signed in as ${name}` }).waitFor();
    assert.equal((await sessionOf(page))?.user.role, role);
  }

  async function assertRefused(page: Page): Promise<void> {
    await page.waitForURL((url) => url.origin === gateway.url);
    assert.equal(await sessionOf(page), null);
  }

  describe('by OpenID Connect', () => {
    let provider: Provider;
    let kim: Page;
    let lee: Page;
    before(async () => {
      const client = { client_id: 'sallyport', client_secret: OPENID_SECRET, role_claim: 'groups', roles: ROLES };
      provider = await add({ title: 'County', issuer: keycloak.issuer, default_role: null, ...client });
      await keycloak.addClient({
        ...{ clientId: 'sallyport', secret: OPENID_SECRET, redirectUris: [provider.redirect_uri] },
        attributes: {
          'backchannel.logout.url': provider.backchannel_logout_uri,
          // As docs/single-sign-on.md has it: of several sessions that it ends at once Keycloak names one.
          'backchannel.logout.session.required': 'false',
        },
        protocolMappers: [
          {
            ...{ name: 'groups', protocol: 'openid-connect', protocolMapper: 'oidc-group-membership-mapper' },
            config: { 'claim.name': 'groups', 'full.path': 'false', 'id.token.claim': 'true' },
          },
        ],
      });
    });

    test('have the role of their group', async () => {
      kim = await enter(provider, 'kim');
      await assertSignedIn(kim, { name: 'Kim Porter', role: 'supervisor' });
      lee = await enter(provider, 'lee');
      await assertSignedIn(lee, { name: 'Lee Ward', role: 'agent' });
    });

    test('are refused where their group has none', async () => assertRefused(await enter(provider, 'vic')));

    test('are signed out everywhere where Keycloak ends their sessions, and nobody else is', async () => {
      const again = await enter(provider, 'lee');
      await assertSignedIn(again, { name: 'Lee Ward', role: 'agent' });
      await keycloak.endSessionsOf('lee');
      for (const page of [lee, again]) await eventually(async () => (await sessionOf(page)) === null);
      assert.notEqual(await sessionOf(kim), null);
    });
  });

  describe('by SAML', () => {
    let provider: Provider;
    before(async () => {
      const saml = {
        sign_in_url: `${keycloak.issuer}/protocol/saml`,
        certificates: [await keycloak.samlCertificate()],
        email_attribute: 'email',
      };
      const rules = { role_claim: 'groups', roles: ROLES, default_role: null };
      provider = await add({ title: 'County SAML', issuer: keycloak.issuer, saml, ...rules });
      const attribute = (name: string, property: string) => ({
        ...{ name, protocol: 'saml', protocolMapper: 'saml-user-property-mapper' },
        config: { 'user.attribute': property, 'attribute.name': name, 'attribute.nameformat': 'Basic' },
      });
      await keycloak.addClient({
        ...{ clientId: provider.client_id, protocol: 'saml', redirectUris: [provider.redirect_uri] },
        attributes: {
          'saml.assertion.signature': 'true',
          'saml.signature.algorithm': 'RSA_SHA256',
          'saml.client.signature': 'false',
          saml_name_id_format: 'persistent',
          saml_assertion_consumer_url_post: provider.redirect_uri,
        },
        defaultClientScopes: [],
        protocolMappers: [
          attribute('email', 'email'),
          attribute('givenName', 'firstName'),
          attribute('sn', 'lastName'),
          {
            ...{ name: 'groups', protocol: 'saml', protocolMapper: 'saml-group-membership-mapper' },
            config: { 'attribute.name': 'groups', 'full.path': 'false', single: 'true' },
          },
        ],
      });
    });

    test('have the role of their group, the same person as before', async () => {
      await assertSignedIn(await enter(provider, 'kim'), { name: 'Kim Porter', role: 'supervisor' });
    });

    test('are refused where their group has none', async () => assertRefused(await enter(provider, 'vic')));
  });
});
