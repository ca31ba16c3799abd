/** Asks for the token of a call's live audio, and prints what a LiveKit `Room` is connected with. */
import { joinLiveAudio } from '@sallyport/client/audio';
import { PreparedClient, prepared, sallyport } from '@sallyport/client/prepared';

const {
  SERVER_URL,
  CLIENT_ID = 'sandbox-prepared-events',
  CLIENT_SECRET = 'sandbox-prepared-events-secret',
} = process.env;
const { INCIDENT_ID = '', PARTICIPANT_ID = 'unit-7' } = process.env;
const server = SERVER_URL === undefined ? prepared() : sallyport(SERVER_URL);
const responder = new PreparedClient({ server, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET });

/** In a browser this is `new Room()` of `livekit-client`, with your listeners on it. */
const room = {
  connect: async (url: string, token: string) => console.log(`join ${url} with a token of ${token.length} characters`),
  disconnect: async () => {},
};
await joinLiveAudio(responder, { incidentId: INCIDENT_ID, participantId: PARTICIPANT_ID, room });
