import type { Database } from '../../../database/database.ts';
import { credentialPurpose, type Seal, type SealPurpose, secretPurpose } from '../../../kernel/seal.ts';
import { type Authentication, knownId } from '../subscription/types.ts';
import { replaceSecrets, subscriptionsWithPlainSecrets } from './store.ts';

/** Seals what was stored before there was a key to seal it under. Does nothing where there is none. */
export async function sealPlainSecrets({ database, seal }: { database: Database; seal: Seal }): Promise<void> {
  if (seal.fingerprint === '') return;
  for (const subscription of await subscriptionsWithPlainSecrets(database.read)) {
    const { secret, previousSecret, authentication } = subscription;
    const id = knownId(subscription);
    const again = (text: string, purpose: SealPurpose) => seal.seal(seal.open(text, purpose), purpose);
    const known: Authentication =
      authentication.kind === 'none'
        ? authentication
        : { ...authentication, sealed: again(authentication.sealed, credentialPurpose(id)) };
    const sealed = {
      secret: again(secret, secretPurpose(id)),
      previousSecret: previousSecret === null ? null : again(previousSecret, secretPurpose(id)),
      authentication: known,
    };
    await database.write(({ query }) => replaceSecrets(query, subscription, sealed));
  }
}
