import { fileURLToPath } from 'node:url';
import type { Bench } from '../../case.ts';
import { askChild } from '../../process/ask-child.ts';

const POPULATE = fileURLToPath(new URL('./populate.ts', import.meta.url));

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** One agency, its machines' client, and its person with the cookie value of an open session. */
export interface PopulatedAgency {
  readonly id: string;
  readonly client: Credentials;
  readonly person: { readonly email: string; readonly session: string };
}

/** A client that sends alerts. */
export type Station = Credentials;

/** Who there is. Station 0 serves the first `agenciesAStation` agencies by a callflow of each one's id, and so on. */
export interface Population {
  readonly agencies: readonly PopulatedAgency[];
  readonly stations: readonly Station[];
  readonly agenciesAStation: number;
  readonly password: string;
}

/** Adds so many agencies to the sandbox that keeps its data at `place`: a folder, and the URL of its PostgreSQL. */
export function populate(
  { children }: Pick<Bench, 'children'>,
  count: number,
  place: readonly string[],
  env: Record<string, string>,
): Promise<Population> {
  const args = [POPULATE, String(count), ...place];
  return askChild<Population>(children.start({ name: 'population', side: 'any', args, hasChannel: true, env }), {});
}
