import type { Work } from '../work.ts';
import type { Agency, World } from '../world.ts';

const TOKENS_KEPT = 200;

/** A person signs in by the workstation's software; the token is what deeplinks are made with. */
async function atWorkstation(world: World, agency: Agency): Promise<void> {
  const form = {
    grant_type: 'password',
    client_id: agency.client.clientId,
    client_secret: agency.client.clientSecret,
    username: agency.person.email,
    password: world.population.password,
  };
  const { body } = await world.ask({ method: 'POST', path: '/oauth/v2/token', form });
  world.personTokens.push({ agency, token: String(body['access_token']) });
  if (world.personTokens.length > TOKENS_KEPT) world.personTokens.shift();
}

async function inPortal(world: World, agency: Agency): Promise<void> {
  const json = { email: agency.person.email, password: world.population.password };
  await world.ask({ method: 'POST', path: '/api/session', json });
}

/** Half of them in the portal, half by the password grant. */
export const passwordSignIns: Work = {
  kind: 'passwordSignIns',
  title: 'password sign-ins',
  perform: (world) => world.someOf([atWorkstation, inPortal])(world, world.someAgency('passwordSignIns')),
};
