// One file of the build with every page but the sign-in, so that the sign-in itself does not wait for it.
import './print.css';

export { ConsentPage } from '../consent/consent-page.tsx';
export { DeeplinkScope } from '../deeplink/deeplink-scope.tsx';
export { DevicePage } from '../device/device-page.tsx';
export { IncidentPage } from '../incident/incident-page.tsx';
export { QueuePage } from '../queue/queue-page.tsx';
export { SearchPage } from '../search/search-page.tsx';
export { SetPasswordPage } from '../session/set-password-page.tsx';
export { Shell } from '../shell/shell.tsx';
export { BarePage, Seat } from '../sound/seat.tsx';
export { StepUpScope } from '../step-up/step-up-scope.tsx';
