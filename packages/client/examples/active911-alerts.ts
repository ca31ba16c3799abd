/** An Active911 application: a person allows it in the browser once, then it polls the alerts of their agency. */
import { Active911Client, type Active911Server, active911, sallyportActive911 } from '@sallyport/client/active911';
import { browserSignIn, fileStore } from '@sallyport/client/node';

const { SERVER_URL, CLIENT_ID = 'sandbox-responder', CLIENT_SECRET = 'sandbox-responder-secret' } = process.env;
const { TOKEN_FILE = '.active911/tokens.json', POLLS = '1' } = process.env;
const server: Active911Server = SERVER_URL === undefined ? active911() : sallyportActive911(SERVER_URL);
const client = new Active911Client({
  server,
  clientId: CLIENT_ID,
  clientSecret: CLIENT_SECRET,
  // Kept in a file, so that the person is asked once and not at every start.
  store: fileStore(TOKEN_FILE),
  grant: browserSignIn({
    scope: 'read_agency read_alert',
    host: 'localhost',
    open: async (url) => console.log(`open ${url}`),
  }),
});

console.log(`alerts of ${(await client.agency()).name}`);
const known = new Set<string>();
for (let poll = 0; poll < Number(POLLS); poll += 1) {
  for await (const alert of client.alerts({ minutes: 30, known: (id) => known.has(id) })) {
    known.add(alert.id);
    console.log(alert.received, alert.description);
  }
  if (poll + 1 < Number(POLLS)) await new Promise((resolve) => setTimeout(resolve, 30_000));
}
