// One file of the build with what an incident's page needs, by hand or by deeplink, so that the sign-in does not wait for it.
import './print.css';

export { DeeplinkScope } from '../deeplink/deeplink-scope.tsx';
export { IncidentPage } from '../incident/incident-page.tsx';
