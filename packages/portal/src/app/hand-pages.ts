// One file of the build with pages of people who signed in by hand, so that a deeplink's page does not load them.
export { ConsentPage } from '../consent/consent-page.tsx';
export { DevicePage } from '../device/device-page.tsx';
export { QueuePage } from '../queue/queue-page.tsx';
export { SearchPage } from '../search/search-page.tsx';
export { SetPasswordPage } from '../session/set-password-page.tsx';
export { SignOutPage } from '../session/sign-out-page.tsx';
export { ConfirmedPage } from '../session-lock/confirmed-page.tsx';
export { LockScope } from '../session-lock/lock-scope.tsx';
export { Shell } from '../shell/shell.tsx';
export { BarePage, Seat } from '../sound/seat.tsx';
export { StepUpScope } from '../step-up/step-up-scope.tsx';
