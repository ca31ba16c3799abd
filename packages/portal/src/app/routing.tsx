import { Navigate, Route, Routes } from 'react-router';
import { ConsentPage } from '../consent/consent-page.tsx';
import { DeeplinkScope } from '../deeplink/deeplink-scope.tsx';
import { RedeemPage } from '../deeplink/redeem-page.tsx';
import { DevicePage } from '../device/device-page.tsx';
import { IncidentPage } from '../incident/incident-page.tsx';
import { NotFoundPage } from '../notices/not-found-page.tsx';
import { QueuePage } from '../queue/queue-page.tsx';
import { SearchPage } from '../search/search-page.tsx';
import { PortalScope } from '../session/portal-scope.tsx';
import { SessionGate } from '../session/session-gate.tsx';
import { SetPasswordPage } from '../session/set-password-page.tsx';
import { SignInPage } from '../session/sign-in-page.tsx';
import { Shell } from '../shell/shell.tsx';
import { BarePage, Seat } from '../sound/seat.tsx';
import { AdminRoute } from './admin-route.tsx';
import { DevelopersRoute } from './developers-route.tsx';

/** Every address of the portal. Deeplinks and hand sign-in keep separate sessions and separate caches. */
export function Routing() {
  return (
    <Routes>
      <Route path="/d/:ticket" element={<RedeemPage />} />
      <Route path="/portal/deeplink/:deeplinkId" element={<DeeplinkScope />} />
      <Route element={<PortalScope />}>
        <Route path="/portal/sign-in" element={<SignInPage />} />
        <Route path="/portal/set-password" element={<SetPasswordPage />} />
        <Route element={<SessionGate />}>
          <Route element={<Seat />}>
            <Route element={<BarePage />}>
              <Route path="/portal/authorize/:authorizationId" element={<ConsentPage />} />
              <Route path="/portal/device" element={<DevicePage />} />
            </Route>
            <Route path="/portal" element={<Shell />}>
              <Route index element={<QueuePage />} />
              <Route path="search" element={<SearchPage />} />
              <Route path="incidents/:incidentId" element={<IncidentPage />} />
              <Route path="admin/*" element={<AdminRoute />} />
            </Route>
          </Route>
        </Route>
      </Route>
      <Route path="/developers/*" element={<DevelopersRoute />} />
      <Route path="/" element={<Navigate to="/portal" replace />} />
      <Route path="*" element={<NotFoundPage />} />
    </Routes>
  );
}
