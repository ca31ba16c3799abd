import type { GatewayParts } from '../../gateway/src/app/parts.ts';
import { editCallflow } from '../../gateway/src/authorization/callflows/save-callflow.ts';

/** Sets the default agency of a callflow of the sandbox's central station, as an operator does. */
export async function saveDefault(parts: GatewayParts, name: string, defaultAgencyId: string | null): Promise<void> {
  await editCallflow(parts, {
    clientId: 'sandbox-alarm',
    name,
    settings: { defaultAgencyId },
    actor: { kind: 'user', id: 'operator' },
  });
}
