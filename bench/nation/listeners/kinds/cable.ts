import type { StreamDialect } from '../listener.ts';

const WORD = /"word":"(w\d+)"/g;
const SPOKEN_AT = /"ended_at":"([^"]+)"/;

/** `/cable`: the words of the agency's standing call. Ages are since the word was spoken, which is when it was asked for. */
export const cable: StreamDialect = {
  kind: 'cable',
  title: 'to cable streams',
  sends: ['words added'],
  path: () => '/cable',
  headers: ({ authorization }) => ({ authorization }),
  subscription(callId) {
    const identifier = JSON.stringify({ channel: 'PartnerEventsChannel', incident_id: callId });
    return {
      message: JSON.stringify({ command: 'subscribe', identifier }),
      confirmed: '"type":"confirm_subscription"',
    };
  },
  read(text) {
    const spokenAt = SPOKEN_AT.exec(text)?.[1];
    if (spokenAt === undefined) return null;
    const ids = [...text.matchAll(WORD)].map(([, word = '']) => word);
    return { ids, ageMs: Math.max(0, Date.now() - Date.parse(spokenAt)) };
  },
};
