import type { IncidentSummary } from '@sallyport/contract';
import { useSession } from '../current-session/session-context.ts';
import { PersonIcon } from '../icons/icons.tsx';
import { translated } from '../words/translated.ts';
import { claimState, lookersAt } from './claim-state.ts';
import { usePresence } from './presence.tsx';
import classes from './work.module.css';

/** Who has an incident, on its row, or else who looks at it. */
export function ClaimMark({ incident: { id, claim } }: { incident: Pick<IncidentSummary, 'id' | 'claim'> }) {
  const { user } = useSession();
  const seats = usePresence();
  const state = claimState(claim, user.id, seats);
  const lookers = lookersAt(id, user.id, seats);
  if (claim === undefined) {
    return lookers.length === 0 ? null : (
      <span className={classes.lookers}>{translated('{names} looking', { names: lookers.join(', ') })}</span>
    );
  }
  return (
    <span className={classes.mark} data-claim={state}>
      <PersonIcon size={14} />
      {state === 'own' ? translated('You have it') : claim.name}
      {state === 'silent' && `, ${translated('silent')}`}
    </span>
  );
}
