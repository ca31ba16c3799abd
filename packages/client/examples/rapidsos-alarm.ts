/** A central station: sends an alert, and follows it until the center has accepted it and written. */
import { RapidsosClient, rapidsos, sallyport } from '@sallyport/client/rapidsos';

const {
  SERVER_URL,
  CLIENT_ID = 'sandbox-alarm',
  CLIENT_SECRET = 'sandbox-alarm-secret',
  CALLFLOW = 'sandbox',
} = process.env;
// Without SERVER_URL it is RapidSOS's own sandbox.
const server = SERVER_URL === undefined ? rapidsos('sandbox') : sallyport(SERVER_URL);
const station = new RapidsosClient({ server, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET });

const variables = {
  event: {
    emergency_type: 'BURGLARY',
    description: 'Front door opened',
    site_type: 'RESIDENTIAL',
    service_provider_name: 'Example Alarms',
    location: {
      geodetic: { latitude: 40.7484, longitude: -73.9857, uncertainty: 25 },
      civic: {
        name: 'Rivera',
        street_1: '20 W 34th St',
        city: 'New York',
        state: 'NY',
        country: 'US',
        zip_code: '10001',
      },
    },
  },
  user: { full_name: 'Jordan Rivera', phone_number: '+15555550123' },
};

const { alert_id } = await station.trigger({ callflow: CALLFLOW, variables });
console.log(`sent ${alert_id}`);
for await (const item of station.stream({ eventTypes: ['alert.status_update', 'alert.chat'] })) {
  if (item.kind === 'resync') console.log((await station.alert(alert_id)).status.display_name);
  else if (item.event.body.alert_id !== alert_id) continue;
  else if (item.event.event === 'alert.status_update') console.log(`status ${item.event.body.status.name}`);
  else if (item.event.event === 'alert.chat') {
    console.log(`the center writes: ${item.event.body.message}`);
    break;
  }
}
