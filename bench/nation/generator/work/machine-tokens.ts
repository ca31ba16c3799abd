import type { Faults, Work } from '../work.ts';
import type { World } from '../world.ts';

/** A machine's access token. */
export async function machineToken(world: World, client: { clientId: string; clientSecret: string }): Promise<string> {
  const form = {
    grant_type: 'client_credentials',
    client_id: client.clientId,
    client_secret: client.clientSecret,
  };
  return String((await world.ask({ method: 'POST', path: '/oauth/token', form })).body['access_token']);
}

async function getToken(world: World, faults: Faults): Promise<void> {
  const token = await machineToken(world, world.someAgency('machineTokens').client);
  const signature = token.slice(token.lastIndexOf('.'));
  if (world.issuedTokens.has(signature)) faults.doubled();
  world.issuedTokens.add(signature);
}

/** Doubled where one is given out twice. */
export const machineTokens: Work = {
  kind: 'machineTokens',
  title: 'machine tokens',
  perform: (world, _, faults) => getToken(world, faults),
};
