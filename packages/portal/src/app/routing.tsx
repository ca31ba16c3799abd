import { lazy, Suspense } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { BoardRoute } from '../board/board-route.tsx';
import { RedeemPage } from '../deeplink/redeem-page.tsx';
import { Loading } from '../notices/loading.tsx';
import { NotFoundPage } from '../notices/not-found-page.tsx';
import { OverviewRoute } from '../overview/overview-route.tsx';
import { PortalScope } from '../session/portal-scope.tsx';
import { SessionGate } from '../session/session-gate.tsx';
import { SignInPage } from '../session/sign-in-page.tsx';
import { translated } from '../words/translated.ts';
import { AccountRoute } from './account-route.tsx';
import { AdminRoute } from './admin-route.tsx';
import { DevelopersRoute } from './developers-route.tsx';
import { TilesRoute } from './tiles-route.tsx';
import { TransferredRoute, TransfersRoute } from './transfers-route.tsx';

const pages = () => import('./inner-pages.ts');
const handPages = () => import('./hand-pages.ts');
const ConsentPage = lazy(async () => ({ default: (await handPages()).ConsentPage }));
const DeeplinkScope = lazy(async () => ({ default: (await pages()).DeeplinkScope }));
const DevicePage = lazy(async () => ({ default: (await handPages()).DevicePage }));
const IncidentPage = lazy(async () => ({ default: (await pages()).IncidentPage }));
const QueuePage = lazy(async () => ({ default: (await handPages()).QueuePage }));
const SearchPage = lazy(async () => ({ default: (await handPages()).SearchPage }));
const Shell = lazy(async () => ({ default: (await handPages()).Shell }));
const BarePage = lazy(async () => ({ default: (await handPages()).BarePage }));
const SetPasswordPage = lazy(async () => ({ default: (await handPages()).SetPasswordPage }));
const ConfirmedPage = lazy(async () => ({ default: (await handPages()).ConfirmedPage }));
const LockScope = lazy(async () => ({ default: (await handPages()).LockScope }));
const SignOutPage = lazy(async () => ({ default: (await handPages()).SignOutPage }));
const StepUpScope = lazy(async () => ({ default: (await handPages()).StepUpScope }));
const Seat = lazy(async () => ({ default: (await handPages()).Seat }));

/** Every address of the portal. Deeplinks and hand sign-in keep separate sessions and separate caches. */
export function Routing() {
  return (
    <Suspense fallback={<Loading what={translated('the portal')} />}>
      <Routes>
        <Route path="/d/:ticket" element={<RedeemPage />} />
        <Route path="/portal/deeplink/:deeplinkId" element={<DeeplinkScope />} />
        <Route element={<PortalScope />}>
          <Route path="/portal/board" element={<BoardRoute />} />
          <Route path="/portal/sign-in" element={<SignInPage />} />
          <Route path="/portal/confirmed" element={<ConfirmedPage />} />
          <Route path="/portal/set-password" element={<SetPasswordPage />} />
          <Route path="/portal/sign-out" element={<SignOutPage />} />
          <Route element={<SessionGate />}>
            <Route element={<StepUpScope />}>
              <Route element={<Seat />}>
                <Route element={<LockScope />}>
                  <Route element={<BarePage />}>
                    <Route path="/portal/authorize/:authorizationId" element={<ConsentPage />} />
                    <Route path="/portal/device" element={<DevicePage />} />
                  </Route>
                  <Route path="/portal" element={<Shell />}>
                    <Route index element={<QueuePage />} />
                    <Route path="map" element={<OverviewRoute />} />
                    <Route path="search" element={<SearchPage />} />
                    <Route path="incidents/:incidentId" element={<IncidentPage />} />
                    <Route path="transfers" element={<TransfersRoute />} />
                    <Route path="transfers/:transferId" element={<TransferredRoute />} />
                    <Route path="applications" element={<TilesRoute />} />
                    <Route path="account" element={<AccountRoute />} />
                    <Route path="admin/*" element={<AdminRoute />} />
                  </Route>
                </Route>
              </Route>
            </Route>
          </Route>
        </Route>
        <Route path="/developers/*" element={<DevelopersRoute />} />
        <Route path="/" element={<Navigate to="/portal" replace />} />
        <Route path="*" element={<NotFoundPage />} />
      </Routes>
    </Suspense>
  );
}
