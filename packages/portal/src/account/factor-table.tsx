import { Button } from '@mantine/core';
import type { Factor } from '@sallyport/contract';
import { InstantAge } from '../time/instant-age.tsx';
import type { Text } from '../words/spanish/spanish.ts';
import { translated } from '../words/translated.ts';
import classes from './account.module.css';

const KINDS: Readonly<Record<Factor['kind'], Text>> = { totp: 'Authenticator app', passkey: 'Passkey' };

/** A person's factors, by the names they gave them. */
export function FactorTable({ factors, onRemove }: { factors: readonly Factor[]; onRemove: (id: string) => void }) {
  return (
    <ul className={classes.list}>
      {factors.map((factor) => (
        <li key={factor.id}>
          <strong>{factor.name}</strong>
          <span>
            {translated(KINDS[factor.kind])}, {translated('added')} <InstantAge instant={factor.created_at} />
            {factor.last_used_at !== null && (
              <>
                , {translated('last used')} <InstantAge instant={factor.last_used_at} />
              </>
            )}
          </span>
          <Button
            variant="subtle"
            color="red"
            size="compact-sm"
            aria-label={translated('Remove {name}', { name: factor.name })}
            onClick={() => onRemove(factor.id)}
          >
            {translated('Remove')}
          </Button>
        </li>
      ))}
    </ul>
  );
}
