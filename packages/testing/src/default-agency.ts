import { editCallflow } from '../../gateway/src/authorization/callflows/save-callflow.ts';
import type { GatewayParts } from '../../gateway/src/dialects/route.ts';

/** Sets the default agency of a callflow of the sandbox's central station, as an operator does. */
export async function saveDefault(parts: GatewayParts, name: string, defaultAgencyId: string | null): Promise<void> {
  await editCallflow(parts, {
    clientId: 'sandbox-alarm',
    name,
    settings: { defaultAgencyId },
    actor: { kind: 'user', id: 'operator' },
  });
}
