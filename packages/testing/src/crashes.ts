import type { GatewayParts } from '../../gateway/src/app/parts.ts';

/** The process is gone. */
export class Gone extends Error {}

/** Parts of a process that is gone after the last statement of each transaction and before its commit. */
export function crashingBeforeCommit<Parts extends Pick<GatewayParts, 'database'>>(parts: Parts): Parts {
  const { database } = parts;
  return {
    ...parts,
    database: {
      ...database,
      write: (unit) =>
        database.write(async (tx) => {
          await unit(tx);
          throw new Gone('before the commit');
        }),
    },
  };
}
