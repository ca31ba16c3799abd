import { Button } from '@mantine/core';
import type { Factor } from '@sallyport/contract';
import { InstantAge } from '../time/instant-age.tsx';
import classes from './account.module.css';

const KINDS: Readonly<Record<Factor['kind'], string>> = { totp: 'Authenticator app', passkey: 'Passkey' };

/** A person's factors, by the names they gave them. */
export function FactorTable({ factors, onRemove }: { factors: readonly Factor[]; onRemove: (id: string) => void }) {
  return (
    <ul className={classes.list}>
      {factors.map((factor) => (
        <li key={factor.id}>
          <strong>{factor.name}</strong>
          <span>
            {KINDS[factor.kind]}, added <InstantAge instant={factor.created_at} />
            {factor.last_used_at !== null && (
              <>
                , last used <InstantAge instant={factor.last_used_at} />
              </>
            )}
          </span>
          <Button
            variant="subtle"
            color="red"
            size="compact-sm"
            aria-label={`Remove ${factor.name}`}
            onClick={() => onRemove(factor.id)}
          >
            Remove
          </Button>
        </li>
      ))}
    </ul>
  );
}
