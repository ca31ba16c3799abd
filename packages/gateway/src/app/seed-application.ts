import { SYSTEM } from '../audit/actors.ts';
import { insertApplication, insertStep, moveState, setClient } from '../authorization/applications/store.ts';
import { addRegistration } from '../authorization/clients/register-client.ts';
import { NO_SIGN_IN_USE } from '../authorization/clients/sign-in-use.ts';
import { findClient } from '../authorization/clients/store.ts';
import { STRICT } from '../authorization/clients/types.ts';
import { refuse } from '../kernel/errors.ts';
import { newUuid } from '../kernel/random.ts';
import { findDeveloperByEmail } from '../people/developers/store.ts';
import type { GatewayParts } from './parts.ts';

const REDIRECT_URIS = ['http://localhost'];

/** The sandbox's approved application. Its client has no secret: the developer reveals the first one on its page. */
export const DEMO_APPLICATION = { name: 'Sandbox Station Board', clientId: 'sandbox-station-board' } as const;

/** Adds the approved application of that developer, whole or not at all. Refuses one that is there with `conflict`. */
export async function seedApplication(parts: GatewayParts, developerEmail: string): Promise<void> {
  const { database, clock, random } = parts;
  const { name, clientId } = DEMO_APPLICATION;
  const developer = await findDeveloperByEmail(database.read, developerEmail);
  if (developer === undefined || (await findClient(database.read, clientId)) !== undefined) return;
  const id = newUuid(clock, random);
  const at = clock.now();
  const company = 'Sandbox Studio';
  await database.write(async (tx) => {
    await insertApplication(tx.query, {
      id,
      developerId: developer.id,
      name,
      company,
      contactName: developer.name,
      contactEmail: developer.email,
      contactPhone: '+12125550142',
      contactPhoneGiven: '(212) 555-0142',
      speaks: 'oauth',
      scopes: [],
      redirectUris: REDIRECT_URIS,
      ...NO_SIGN_IN_USE,
      createdAt: at,
    });
    await moveState(tx.query, { id, from: ['draft'], to: 'approved', at });
    const registration = {
      id: clientId,
      applicationId: id,
      applicationName: name,
      agencyId: null,
      name,
      integrationKind: 'responder',
      grantTypes: ['authorization_code', 'refresh_token'],
      scopes: ['read_agency', 'read_alert', 'read_response', 'read_device', 'read_mapdata', 'write_mapdata'],
      accessTokenTtlSeconds: 86_400,
      settings: { legacy: STRICT, deeplinkView: 'full', embeddingOrigins: [] },
      callflows: [],
      redirectUris: REDIRECT_URIS,
      grantTtlSeconds: 365 * 86_400,
      ownerName: company,
    } as const;
    if (!(await addRegistration(parts, tx, { registration, actor: SYSTEM, secret: null }))) {
      throw refuse.conflict({ description: `The client id ${clientId} is taken` });
    }
    await setClient(tx.query, id, clientId);
    const step = { applicationId: id, at, step: 'approved', takenBy: 'sallyport', text: null } as const;
    await insertStep(tx.query, { ...step, id: newUuid(clock, random) });
  });
}
