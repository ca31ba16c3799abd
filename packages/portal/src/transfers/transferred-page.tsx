import { SallyportError } from '@sallyport/client';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { useSallyport } from '../api/sallyport-context.tsx';
import { CardStack } from '../cards/card-stack.tsx';
import { PhoneNumber } from '../cards/phone-number.tsx';
import { usePollInterval } from '../live/live-state.ts';
import { StatusMark } from '../marks/status-mark.tsx';
import { TestTag } from '../marks/test-tag.tsx';
import { Loading } from '../notices/loading.tsx';
import { Notice } from '../notices/notice.tsx';
import { Refused } from '../notices/refused.tsx';
import { InstantAge } from '../time/instant-age.tsx';
import { useTimes } from '../time/use-times.ts';
import { serverText, translated } from '../words/translated.ts';
import { TransferredAnswer } from './transferred-answer.tsx';
import classes from './transfers.module.css';

/** The server answered that nothing of it is to be seen; anything else may be a fault on the way. */
const isGone = (error: unknown) => error instanceof SallyportError && error.status === 404;

/** What another agency lets this one see of its incident, as it is now. Once that ends, nothing of it stays on the page. */
export function TransferredPage() {
  const { transferId = '' } = useParams();
  const { transfers } = useSallyport();
  const { instantText } = useTimes();
  const query = useQuery({
    queryKey: ['transfers', transferId],
    queryFn: ({ signal }) => transfers.read(transferId, signal),
    refetchInterval: usePollInterval(),
    retry: false,
    gcTime: 0,
  });
  if (isGone(query.error)) {
    return (
      <Notice title={translated('Not to be seen any more')}>
        {translated('The transfer was ended, or it has expired. Call the agency that gave it.')}
      </Notice>
    );
  }
  if (query.data === undefined && query.error !== null) return <Refused error={query.error} />;
  if (query.data === undefined) return <Loading what={translated('the incident')} />;
  const { transfer, incident } = query.data;
  const title = incident.emergency_type?.display_name ?? (incident.kind === 'call' ? '9-1-1 call' : 'Alert');
  return (
    <div className={classes.page}>
      <title>{`${serverText(title)} · Sallyport`}</title>
      <h1 className={classes.title}>
        {serverText(title)} <StatusMark status={incident.status} /> {incident.is_test && <TestTag />}
      </h1>
      <Refused error={query.error} />
      <p className={classes.from}>
        {translated('Of {agency}; it can be seen until {time}', {
          agency: transfer.agency_name,
          time: instantText(transfer.expires_at),
        })}
      </p>
      <p>
        {incident.caller_name !== null && <strong>{incident.caller_name} </strong>}
        {incident.caller_phone_number !== null && <PhoneNumber number={incident.caller_phone_number} />}
      </p>
      {incident.answer !== null && (
        <TransferredAnswer transferId={transfer.id} agencyName={transfer.agency_name} alert={incident.answer} />
      )}
      {incident.description !== null && <p>{incident.description}</p>}
      <p className={classes.none}>
        {translated('Received')} <InstantAge instant={incident.created_at} />{' '}
        {translated('from {sender}', { sender: incident.supplied_by })}
      </p>
      <section aria-label={translated('Cards')}>
        <CardStack incidentId={transfer.id} cards={incident.cards} isTransferred />
      </section>
    </div>
  );
}
