import { Button, Kbd } from '@mantine/core';
import type { Incident } from '@sallyport/contract';
import { useRef, useState } from 'react';
import { keysText, useCommands } from '../commands/commands.ts';
import { useSession } from '../current-session/session-context.ts';
import { useMay } from '../current-session/use-may.ts';
import { ReasonDialog } from '../notices/reason-dialog.tsx';
import { Refused } from '../notices/refused.tsx';
import { InstantAge } from '../time/instant-age.tsx';
import type { Text } from '../words/spanish/spanish.ts';
import { serverText, translated } from '../words/translated.ts';
import { type ClaimState, claimState, lookersAt } from './claim-state.ts';
import { Key } from './key.tsx';
import { MergeDialog } from './merge-dialog.tsx';
import { usePresence } from './presence.tsx';
import { TransferDialog } from './transfer-dialog.tsx';
import { useWork } from './use-work.ts';
import classes from './work.module.css';

const TAKE_OVER_REASONS: readonly Text[] = ['Shift change', 'Handed over by word', 'No answer from them'];
const OUTCOMES: readonly Text[] = [
  'Handled',
  'False alarm',
  'Duplicate',
  'Accidental call',
  'No answer on call back',
  'Test',
];

const CAD_WORDS: readonly Text[] = ['Please dispatch', 'For your information'];

/** Who has an incident and who looks at it; to claim, take over, release, close and open it again, each by a key of its own. */
export function WorkBar({ incident }: { incident: Incident }) {
  const { user } = useSession();
  const may = useMay();
  const mayWork = may('incidents:work');
  const seats = usePresence();
  const { claim, release, close, reopen, merge, sendToCad } = useWork(incident.id);
  const callBack = useRef<HTMLAnchorElement>(null);
  const [asking, setAsking] = useState<'take over' | 'close' | 'merge' | 'send' | 'transfer' | null>(null);
  const state = claimState(incident.claim, user.id, seats);
  const isFree = state === 'free';
  const isOthers = state === 'colleague' || state === 'silent';
  const isClosed = incident.closing !== undefined;
  const mayAct = mayWork && asking === null;
  const mayClose = mayAct && !isClosed && !isOthers && incident.accept_by === null;
  const isMergeable = incident.kind === 'call' && !isOthers && may('incidents:merge');
  const mergeIt = () => setAsking('merge');
  const isSendable = incident.kind !== 'cad' && may('incidents:send_to_cad');
  const isTransferable = incident.kind !== 'cad' && may('transfers:write');
  const transferIt = () => setAsking('transfer');
  const sendIt = () => setAsking('send');
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
          ...(isFree && !isClosed ? [{ id: 'claim', label: translated('Claim'), keys: 'shift+C', run: claimIt }] : []),
          ...(isOthers ? [{ id: 'take over', label: translated('Take over …'), keys: 'shift+C', run: claimIt }] : []),
          ...(state === 'own'
            ? [{ id: 'release', label: translated('Release'), keys: 'shift+R', run: releaseIt }]
            : []),
          ...(mayClose ? [{ id: 'close', label: translated('Close …'), keys: 'shift+X', run: closeIt }] : []),
          ...(isSendable
            ? [{ id: 'send to CAD', label: translated('Send to CAD …'), keys: 'shift+E', run: sendIt }]
            : []),
          ...(isTransferable
            ? [{ id: 'transfer', label: translated('Transfer …'), keys: 'shift+T', run: transferIt }]
            : []),
          ...(isMergeable ? [{ id: 'merge', label: translated('Merge …'), keys: 'shift+M', run: mergeIt }] : []),
          ...(number === null
            ? []
            : [{ id: 'call', label: translated('Call back'), keys: 'shift+B', run: () => callBack.current?.click() }]),
        ]
      : [],
  );
  if (!mayWork) return null;
  const error = claim.error ?? release.error ?? close.error ?? reopen.error ?? sendToCad.error;
  const lookers = lookersAt(incident.id, user.id, seats);
  return (
    <section className={classes.bar} data-claim={state} aria-label={translated('Work')}>
      <p role="status" className={classes.who}>
        <strong>{claimText(state, incident)}</strong>
        {incident.claim !== undefined && (
          <span>
            {translated('since')} <InstantAge instant={incident.claim.claimed_at} />
          </span>
        )}
        {isClosed && <ClosedText incident={incident} />}
        {lookers.length > 0 && (
          <span>
            {translated(lookers.length === 1 ? '{names} is looking' : '{names} are looking', {
              names: lookers.join(', '),
            })}
          </span>
        )}
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
            rightSection={<Kbd size="xs">{keysText('shift+B')}</Kbd>}
          >
            {translated('Call back')}
          </Button>
        )}
        {isFree && !isClosed && (
          <Key label={translated('Claim')} keys="Shift C" isBusy={claim.isPending} isMain onClick={claimIt} />
        )}
        {isOthers && (
          <Key label={translated('Take over …')} keys="Shift C" isBusy={claim.isPending} onClick={claimIt} />
        )}
        {state === 'own' && (
          <Key label={translated('Release')} keys="Shift R" isBusy={release.isPending} onClick={releaseIt} />
        )}
        {!isClosed && !isOthers && incident.accept_by === null && (
          <Key label={translated('Close …')} keys="Shift X" onClick={closeIt} />
        )}
        {isSendable && <Key label={translated('Send to CAD …')} keys="Shift E" onClick={sendIt} />}
        {isTransferable && <Key label={translated('Transfer …')} keys="Shift T" onClick={transferIt} />}
        {isMergeable && <Key label={translated('Merge …')} keys="Shift M" onClick={mergeIt} />}
        {isClosed && (
          <Button size="compact-sm" variant="default" loading={reopen.isPending} onClick={() => reopen.mutate()}>
            {translated('Open again')}
          </Button>
        )}
      </div>
      <Refused error={error} />
      {asking === 'take over' && (
        <ReasonDialog
          title={translated('Take over from {name}', { name: incident.claim?.name ?? translated('a colleague') })}
          sentence={translated('Every seat sees at once that it is yours, and why.')}
          label={translated('Reason')}
          common={TAKE_OVER_REASONS}
          commonLabel={translated('Common')}
          mostCharacters={200}
          action={translated('Take over')}
          isSending={claim.isPending}
          onGiven={(reason) => claim.mutate({ takeOver: reason ?? '' }, { onSettled: () => setAsking(null) })}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === 'close' && (
        <ReasonDialog
          title={translated('Close this incident')}
          sentence={translated('It leaves the active ones at every seat. It can be opened again.')}
          label={translated('What became of it')}
          common={OUTCOMES}
          commonLabel={translated('Common')}
          mostCharacters={500}
          isOptional
          action={translated('Close the incident')}
          isSending={close.isPending}
          onGiven={(outcome) => close.mutate(outcome, { onSettled: () => setAsking(null) })}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === 'send' && (
        <ReasonDialog
          title={translated('Send this incident to the CAD')}
          sentence={translated('It is sent what is known: what it is, who calls, where, and what was stated.')}
          label={translated('What else the CAD is sent')}
          common={CAD_WORDS}
          commonLabel={translated('Common')}
          mostCharacters={500}
          isOptional
          action={translated('Send to the CAD')}
          isSending={sendToCad.isPending}
          onGiven={(text) => sendToCad.mutate(text, { onSettled: () => setAsking(null) })}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === 'transfer' && <TransferDialog incidentId={incident.id} onClose={() => setAsking(null)} />}
      {asking === 'merge' && (
        <MergeDialog
          incident={incident}
          isSending={merge.isPending}
          error={merge.error}
          onChosen={(into) => merge.mutate(into, { onSuccess: () => setAsking(null) })}
          onClose={() => setAsking(null)}
        />
      )}
    </section>
  );
}

function claimText(state: ClaimState, { claim }: Incident): string {
  switch (state) {
    case 'free':
      return translated('Nobody has it');
    case 'own':
      return translated('You have it');
    case 'colleague':
      return translated('{name} has it', { name: claim?.name ?? '' });
    case 'silent':
      return translated('{name} has it, and their seat is silent', { name: claim?.name ?? '' });
  }
}

function ClosedText({ incident: { closing } }: { incident: Incident }) {
  if (closing === undefined) return null;
  return (
    <span>
      {translated('Closed by {name}', { name: closing.name })} <InstantAge instant={closing.closed_at} />
      {closing.outcome !== null && `: ${serverText(closing.outcome)}`}
    </span>
  );
}
