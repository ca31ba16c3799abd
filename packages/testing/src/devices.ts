import type { GatewayParts } from '../../gateway/src/app/parts.ts';
import type { ClientRegistration } from '../../gateway/src/authorization/clients/register-client.ts';
import type { Client } from '../../gateway/src/authorization/clients/types.ts';
import { decideDeviceAuthorization } from '../../gateway/src/authorization/devices/decide-device-authorization.ts';
import { redeemDeviceCode } from '../../gateway/src/authorization/devices/redeem-device-code.ts';
import { startDeviceAuthorization } from '../../gateway/src/authorization/devices/start-device-authorization.ts';
import type { Principal } from '../../gateway/src/authorization/principals/principal.ts';
import type { IssuedToken } from '../../gateway/src/authorization/tokens/types.ts';
import { newAdministrator, newConsentClient } from './consents.ts';
import { originFrom } from './people.ts';

export const DEVICE_CODE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

/** A new client for terminals without a browser, confidential unless changed. */
export function newDeviceClient(parts: GatewayParts, changed: Partial<ClientRegistration> = {}): Promise<Client> {
  return newConsentClient(parts, { grantTypes: [DEVICE_CODE_GRANT, 'refresh_token'], redirectUris: [], ...changed });
}

/** What a device keeps and shows. */
export async function newDeviceCodes(
  parts: GatewayParts,
  client: Client,
): Promise<{ deviceCode: string; userCode: string }> {
  const codes = await startDeviceAuthorization(parts, { client, scope: undefined, origin: originFrom() });
  return { deviceCode: codes.deviceCode.reveal(), userCode: codes.userCode };
}

/** The code of a device after an administrator allowed everything, or `scopes`; none is a no. */
export async function decidedDevice(
  parts: GatewayParts,
  given: { client: Client; principal?: Principal; scopes?: readonly string[] },
): Promise<{ client: Client; deviceCode: string }> {
  const { client } = given;
  const { deviceCode, userCode } = await newDeviceCodes(parts, client);
  await decideDeviceAuthorization(parts, {
    userCode,
    principal: given.principal ?? (await newAdministrator(parts)),
    scopes: given.scopes ?? client.scopes,
    origin: originFrom(),
  });
  return { client, deviceCode };
}

/** The tokens of a new grant that a device asked for. */
export async function newDeviceTokens(
  parts: GatewayParts,
  given: { client: Client; principal?: Principal },
): Promise<IssuedToken & { refreshToken: string }> {
  const issued = await redeemDeviceCode(parts, { ...(await decidedDevice(parts, given)), origin: originFrom() });
  if (issued.refreshToken === undefined) throw new Error('the client has no refresh_token grant');
  return { ...issued, refreshToken: issued.refreshToken };
}
