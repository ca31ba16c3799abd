import { chooseAgency } from '../../agencies/callflows/choose-agency.ts';
import { destinationsOf } from '../../agencies/callflows/types.ts';
import { agencyDisabled } from '../../agencies/disabling/agency-disabled.ts';
import { findAlertSettings, takeAlertTime } from '../../agencies/store.ts';
import type { Audit } from '../../audit/append-record.ts';
import type { Database, Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { whereRepeatIsSafe } from '../../kernel/errors.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { appendOpening } from '../cad-links/link-waiting.ts';
import { statusChanged } from '../events/alert-events.ts';
import { AlreadyWritten, writeOnce } from '../idempotency/write-once.ts';
import { insertIncident, lockAlert } from '../incident/store.ts';
import { storedAssailant } from '../incident/stored-form.ts';
import { coordinatesOf, type Incident } from '../incident/types.ts';
import { locationAsReceived } from '../locations/as-received.ts';
import type { Geocoder } from '../locations/geocoder.ts';
import { insertSignal, takeSignalTurn } from '../signals/store.ts';
import type { SignalAnswer } from '../signals/types.ts';
import type { AlertRequest, RaisedAlert } from './alert-report.ts';
import { writeAlert } from './change-alert.ts';
import { alertAt, authorOf, findPosition, newIncident } from './draft-alert.ts';
import { answerOf, contentOf, findRepeated, hashContentOf } from './find-raised.ts';
import { addSignal, mayTakeIn, type Signal, type SignalRequest, settleAgency } from './further-signal.ts';
import { moveStatus } from './move-status.ts';
import { moveLocked, relocateAlert } from './relocate-alert.ts';
import { findAlert } from './store.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly geocoder: Geocoder;
  readonly alertAcceptSeconds: number;
}

/**
 * Raises an alert: the incident, its events, and the audit record are one transaction, durable before it is answered.
 *
 * A retry is answered as the first request was and writes nothing, also when both arrive at once and whatever has become of
 * the alert: the same idempotency key, or under the same source id the same facts with the same time of the sender's. Without
 * a time the same facts repeat an alert that is open. Anything else under the source id of an open alert is a further signal
 * of it, and so is a signal of an active assailant at the site of one (`docs/decisions/0028-what-a-further-signal-is.md`); once
 * the alert is over, the id raises a new one. Where the request states that the alert has moved since, that is in the same
 * transaction; a repeat writes that alone. A phone number that cannot be read is kept as it was given. Refuses a key reused for another
 * request (`idempotency_conflict`), what `chooseAgency` refuses, and an agency that is disabled (`forbidden`).
 */
export async function raiseAlert(ports: Ports, request: AlertRequest): Promise<RaisedAlert> {
  const { clientId, callflow, report, idempotencyKey: key } = request;
  const { database, clock } = ports;
  let prepared: Prepared | undefined;
  let isWritten = false;
  const raised = await writeOnce<RaisedAlert>(
    ports,
    { clientId, key, content: contentOf(callflow, report) },
    {
      async readAnswer({ incidentId, receipt }) {
        const alert = await findAlert(database.read, null, incidentId);
        return alert && { alert, answer: (receipt as SignalAnswer | null) ?? answerOf(alert) };
      },
      findEarlier: () => findRepeated(database.read, request, clock.now()),
      async prepare() {
        const location = await findPosition(
          ports,
          locationAsReceived(report.location, clock.now()),
          destinationsOf(callflow),
        );
        const [chosen] = await Promise.allSettled([chooseAgency(ports, callflow, coordinatesOf(location))]);
        prepared = {
          draft: newIncident(request, { id: newUuid(clock, ports.random), location, now: clock.now() }),
          chosen,
        };
      },
      // What it locks then, other agencies' alerts wait for.
      sharing: callflow.routing === 'position' || report.isActiveAssailant ? 'none' : 'agency',
      agencyOf: () => (prepared?.chosen.status === 'fulfilled' ? prepared.chosen.value : null),
      async write(tx, claim) {
        if (prepared === undefined) throw new Error('an alert is written once its place is known');
        const written = await write(ports, tx, request, { ...prepared, claim });
        isWritten = true;
        return written;
      },
    },
  ).catch((err) => {
    throw report.sourceId === null ? err : whereRepeatIsSafe(err);
  });
  const { moved, origin } = request;
  if (isWritten || !moved) return raised;
  const alert = await relocateAlert(ports, { ...moved, incidentId: raised.alert.id, origin });
  return { ...raised, alert };
}

/** What is found out before the transaction: the alert as it is stored where it is a new one, and where it goes. */
interface Prepared {
  readonly draft: Signal;
  readonly chosen: PromiseSettledResult<string>;
}

/** One after the other, where two requests may be about one alert. */
async function takeTurns(ports: Ports, tx: Transaction, { originClientId, sourceId, ...signal }: Signal) {
  const { engine } = ports.database;
  if (sourceId !== null) await takeSignalTurn(tx, engine, originClientId ?? '', `source ${sourceId}`);
  if (signal.isActiveAssailant)
    await takeSignalTurn(tx, engine, originClientId ?? '', `type ${storedAssailant(signal.isTest)}`);
}

async function write(
  ports: Ports,
  tx: Transaction,
  request: AlertRequest,
  { draft, chosen, claim }: Prepared & { claim: (incidentId: string, receipt: SignalAnswer) => Promise<void> },
): Promise<RaisedAlert> {
  const { clientId, report, origin } = request;
  await takeTurns(ports, tx, draft);
  if ((await findRepeated(tx.query, request, draft.createdAt)) !== undefined) throw new AlreadyWritten();
  const { agencyId, open } = await settleAgency(tx, request, draft, chosen);
  // The alert's row is locked before the agency's, as whoever answers the alert does.
  const found = open && (await lockAlert(tx, null, open.id, draft.createdAt));
  const locked = found !== undefined && mayTakeIn(found, draft, draft.createdAt) ? found : undefined;
  const settings = await findAlertSettings(tx.query, agencyId);
  tx.takeTurn(agencyId);
  const createdAt = await takeAlertTime(tx.query, agencyId, draft.createdAt);
  if (createdAt === null) throw agencyDisabled(agencyId);
  const by = authorOf(request);
  const signal = alertAt(draft, { agencyId, agencyName: settings?.agencyName ?? '', at: createdAt });
  const acceptWithinSeconds = settings?.acceptWithinSeconds ?? ports.alertAcceptSeconds;
  const { createdAt: receivedAt } = draft;
  const ask = { by, receivedAt, acceptWithinSeconds, requestsDispatch: request.requestsDispatch };
  const alert =
    locked === undefined ? await storeNew(ports, tx, signal, ask) : await addSignal(ports, tx, locked, signal, ask);
  const answer: SignalAnswer = { ...answerOf(alert), sourceId: report.sourceId };
  if (locked !== undefined || report.sourceId !== null) {
    const { id, sourceId } = signal;
    const callerPhone = signal.callerPhoneNumber ?? signal.callerPhoneGiven;
    const contentHash = hashContentOf(report, request.requestsDispatch);
    const stored = { id, incidentId: alert.id, clientId, agencyId, sourceId, contentHash, callerPhone, answer };
    await insertSignal(tx.query, { ...stored, isFurther: locked !== undefined, receivedAt: createdAt });
  }
  await claim(alert.id, answer);
  await ports.audit.append(tx, {
    actor: { kind: 'client', id: clientId },
    agencyId,
    action: locked === undefined ? 'alert.raised' : 'alert.signal_joined',
    outcome: 'success',
    subject: alert.id,
    origin,
  });
  const { moved } = request;
  return { alert: moved ? await moveLocked(ports, tx, alert, { ...moved, at: createdAt, origin }) : alert, answer };
}

/** Stores a new alert with its first events; where it asks for dispatch, that is a status change of its own. */
async function storeNew(ports: Ports, tx: Transaction, raised: Incident, ask: SignalRequest): Promise<Incident> {
  await insertIncident(tx, raised);
  await appendOpening(ports, tx, raised);
  if (!ask.requestsDispatch) return raised;
  const { by } = ask;
  const asked = moveStatus(raised, 'DISPATCH_REQUESTED', { ...ask, at: raised.createdAt });
  const id = newUuid(ports.clock, ports.random);
  await writeAlert(ports, tx, asked, [statusChanged(asked, 'NEW', { id, at: raised.createdAt, by })]);
  return asked;
}
