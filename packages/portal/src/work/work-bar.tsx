import { Button, Kbd } from '@mantine/core';
import type { Incident } from '@sallyport/contract';
import { useRef, useState } from 'react';
import { useCommands } from '../commands/commands.ts';
import { useSession } from '../current-session/session-context.ts';
import { useMay } from '../current-session/use-may.ts';
import { ReasonDialog } from '../notices/reason-dialog.tsx';
import { Refused } from '../notices/refused.tsx';
import { InstantAge } from '../time/instant-age.tsx';
import { type ClaimState, claimState, lookersAt } from './claim-state.ts';
import { usePresence } from './presence.tsx';
import { useWork } from './use-work.ts';
import classes from './work.module.css';

const TAKE_OVER_REASONS = ['Shift change', 'Handed over by word', 'No answer from them'];
const OUTCOMES = ['Handled', 'False alarm', 'Duplicate', 'Accidental call', 'No answer on call back', 'Test'];

/** Who has an incident and who looks at it; to claim, take over, release, close and open it again, each by a key of its own. */
export function WorkBar({ incident }: { incident: Incident }) {
  const { user } = useSession();
  const mayWork = useMay()('incidents:work');
  const seats = usePresence();
  const { claim, release, close, reopen } = useWork(incident.id);
  const callBack = useRef<HTMLAnchorElement>(null);
  const [asking, setAsking] = useState<'take over' | 'close' | null>(null);
  const state = claimState(incident.claim, user.id, seats);
  const isFree = state === 'free';
  const isOthers = state === 'colleague' || state === 'silent';
  const isMerged = incident.status.name === 'MERGED';
  const isClosed = incident.closing !== undefined;
  const mayAct = mayWork && !isMerged && asking === null;
  const mayClose = mayAct && !isClosed && !isOthers && incident.accept_by === null;
  const claimIt = () => {
    if (!mayAct || claim.isPending) return;
    if (isFree) claim.mutate({});
    if (isOthers) setAsking('take over');
  };
  const releaseIt = () => {
    if (mayAct && state === 'own') release.mutate();
  };
  const closeIt = () => {
    if (mayClose) setAsking('close');
  };
  const number = incident.caller_phone_number;
  useCommands(
    mayAct
      ? [
          ...(isFree && !isClosed ? [{ id: 'claim', label: 'Claim', keys: 'shift+C', run: claimIt }] : []),
          ...(isOthers ? [{ id: 'take over', label: 'Take over …', keys: 'shift+C', run: claimIt }] : []),
          ...(state === 'own' ? [{ id: 'release', label: 'Release', keys: 'shift+R', run: releaseIt }] : []),
          ...(mayClose ? [{ id: 'close', label: 'Close …', keys: 'shift+X', run: closeIt }] : []),
          ...(number === null
            ? []
            : [{ id: 'call', label: 'Call back', keys: 'shift+B', run: () => callBack.current?.click() }]),
        ]
      : [],
  );
  if (!mayWork || isMerged) return null;
  const error = claim.error ?? release.error ?? close.error ?? reopen.error;
  const lookers = lookersAt(incident.id, user.id, seats);
  return (
    <section className={classes.bar} data-claim={state} aria-label="Work">
      <p role="status" className={classes.who}>
        <strong>{claimText(state, incident)}</strong>
        {incident.claim !== undefined && (
          <span>
            since <InstantAge instant={incident.claim.claimed_at} />
          </span>
        )}
        {isClosed && <ClosedText incident={incident} />}
        {lookers.length > 0 && <span>{`${lookers.join(', ')} ${lookers.length === 1 ? 'is' : 'are'} looking`}</span>}
      </p>
      <div className={classes.actions} data-screen>
        {number !== null && (
          <Button
            component="a"
            ref={callBack}
            href={`tel:${number}`}
            size="compact-sm"
            variant="default"
            aria-keyshortcuts="Shift+B"
            rightSection={<Kbd size="xs">Shift B</Kbd>}
          >
            Call back
          </Button>
        )}
        {isFree && !isClosed && <Key label="Claim" keys="Shift C" isBusy={claim.isPending} isMain onClick={claimIt} />}
        {isOthers && <Key label="Take over …" keys="Shift C" isBusy={claim.isPending} onClick={claimIt} />}
        {state === 'own' && <Key label="Release" keys="Shift R" isBusy={release.isPending} onClick={releaseIt} />}
        {!isClosed && !isOthers && incident.accept_by === null && (
          <Key label="Close …" keys="Shift X" onClick={closeIt} />
        )}
        {isClosed && (
          <Button size="compact-sm" variant="default" loading={reopen.isPending} onClick={() => reopen.mutate()}>
            Open again
          </Button>
        )}
      </div>
      <Refused error={error} />
      {asking === 'take over' && (
        <ReasonDialog
          title={`Take over from ${incident.claim?.name ?? 'a colleague'}`}
          sentence="Every seat sees at once that it is yours, and why."
          label="Reason"
          common={TAKE_OVER_REASONS}
          commonLabel="Common"
          mostCharacters={200}
          action="Take over"
          isSending={claim.isPending}
          onGiven={(reason) => claim.mutate({ takeOver: reason ?? '' }, { onSettled: () => setAsking(null) })}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === 'close' && (
        <ReasonDialog
          title="Close this incident"
          sentence="It leaves the active ones at every seat. It can be opened again."
          label="What became of it"
          common={OUTCOMES}
          commonLabel="Common"
          mostCharacters={500}
          isOptional
          action="Close the incident"
          isSending={close.isPending}
          onGiven={(outcome) => close.mutate(outcome, { onSettled: () => setAsking(null) })}
          onClose={() => setAsking(null)}
        />
      )}
    </section>
  );
}

function claimText(state: ClaimState, { claim }: Incident): string {
  switch (state) {
    case 'free':
      return 'Nobody has it';
    case 'own':
      return 'You have it';
    case 'colleague':
      return `${claim?.name} has it`;
    case 'silent':
      return `${claim?.name} has it, and their seat is silent`;
  }
}

function ClosedText({ incident: { closing } }: { incident: Incident }) {
  if (closing === undefined) return null;
  return (
    <span>
      Closed by {closing.name} <InstantAge instant={closing.closed_at} />
      {closing.outcome !== null && `: ${closing.outcome}`}
    </span>
  );
}

interface KeyProps {
  label: string;
  keys: string;
  isBusy?: boolean;
  isMain?: boolean;
  onClick: () => void;
}

function Key({ label, keys, isBusy = false, isMain = false, onClick }: KeyProps) {
  return (
    <Button
      size="compact-sm"
      variant={isMain ? 'filled' : 'default'}
      aria-keyshortcuts={keys.replace(' ', '+')}
      rightSection={<Kbd size="xs">{keys}</Kbd>}
      loading={isBusy}
      onClick={onClick}
    >
      {label}
    </Button>
  );
}
