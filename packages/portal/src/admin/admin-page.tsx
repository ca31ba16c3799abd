import { Navigate, Route, Routes } from 'react-router';
import { useMay } from '../current-session/use-may.ts';
import { Notice } from '../notices/notice.tsx';
import { translated } from '../words/translated.ts';
import { AccessPage } from './access/access-page.tsx';
import { PersonalTokenPage } from './access/personal-token-page.tsx';
import { AccountReviewsPage } from './account-reviews/account-reviews-page.tsx';
import { AddressesPage } from './addresses/addresses-page.tsx';
import { AgenciesPage } from './agencies/agencies-page.tsx';
import { AlertsPage } from './alerts/alerts-page.tsx';
import { ApplicationsPage } from './applications/applications-page.tsx';
import { ReviewPage } from './applications/review-page.tsx';
import { AuditPage } from './audit/audit-page.tsx';
import { BoardsPage } from './boards/boards-page.tsx';
import { BoundaryPage } from './boundary/boundary-page.tsx';
import { CallflowsPage } from './callflows/callflows-page.tsx';
import { ClientsPage } from './clients/clients-page.tsx';
import { InstallationPage } from './installation/installation-page.tsx';
import classes from './layout/admin.module.css';
import { MapsPage } from './maps/maps-page.tsx';
import { OperatorsPage } from './operators/operators-page.tsx';
import { OutboxPage } from './outbox/outbox-page.tsx';
import { MonthlyReportRoute, ReportsRoute } from './reports/reports-routes.tsx';
import { RetentionPage } from './retention/retention-page.tsx';
import { RolesPage } from './roles/roles-page.tsx';
import { SectionNav } from './section-nav.tsx';
import { SecurityPage } from './security/security-page.tsx';
import { SharesPage } from './shares/shares-page.tsx';
import { SingleSignOnPage } from './single-sign-on/single-sign-on-page.tsx';
import { UsersPage } from './users/users-page.tsx';
import { WebhookPage } from './webhooks/webhook-page.tsx';
import { WebhooksPage } from './webhooks/webhooks-page.tsx';

/** Each section with the permission that opens it, in the order they are offered; the first is where Admin starts. */
const SECTIONS = [
  { path: 'installation', title: 'Installation', permission: 'installation:read' },
  { path: 'agencies', title: 'Agencies', permission: 'agencies:manage' },
  { path: 'operators', title: 'Operators', permission: 'operators:manage' },
  { path: 'map', title: 'Map', permission: 'agencies:manage' },
  { path: 'mail', title: 'Mail', permission: 'outbox:manage' },
  { path: 'callflows', title: 'Callflows', permission: 'callflows:manage' },
  { path: 'applications', title: 'Applications', permission: 'applications:review' },
  { path: 'users', title: 'Users', permission: 'users:manage' },
  { path: 'account-reviews', title: 'Account reviews', permission: 'users:manage' },
  { path: 'roles', title: 'Roles', permission: 'roles:manage' },
  { path: 'single-sign-on', title: 'Single sign-on', permission: 'single_sign_on:manage' },
  { path: 'clients', title: 'Clients', permission: 'clients:manage' },
  { path: 'access', title: 'Access', permission: 'access:manage' },
  { path: 'alerts', title: 'Alerts', permission: 'alert_settings:manage' },
  { path: 'webhooks', title: 'Webhooks', permission: 'webhooks:manage' },
  { path: 'security', title: 'Security', permission: 'security:manage' },
  { path: 'displays', title: 'Displays', permission: 'wall_boards:manage' },
  { path: 'shares', title: 'Shares', permission: 'shares:manage' },
  { path: 'addresses', title: 'Addresses', permission: 'addresses:manage' },
  { path: 'retention', title: 'Retention', permission: 'retention:manage' },
  { path: 'reports', title: 'Reports', permission: 'reports:read' },
  { path: 'audit', title: 'Audit', permission: 'audit:read' },
] as const;

/** Admin and those of its sections that the person may open, each at its own address. */
export function AdminPage() {
  const may = useMay();
  const offered = SECTIONS.filter(({ permission }) => may(permission));
  return (
    <div className={classes.page}>
      <h1 data-screen>{translated('Admin')}</h1>
      <SectionNav sections={offered} />
      <Routes>
        {offered[0] !== undefined && <Route index element={<Navigate to={offered[0].path} replace />} />}
        {may('users:manage') && <Route path="users" element={<UsersPage />} />}
        {may('users:manage') && <Route path="account-reviews" element={<AccountReviewsPage />} />}
        {may('roles:manage') && <Route path="roles" element={<RolesPage />} />}
        {may('single_sign_on:manage') && <Route path="single-sign-on" element={<SingleSignOnPage />} />}
        {may('reports:read') && <Route path="reports" element={<ReportsRoute />} />}
        {may('reports:read') && <Route path="reports/month" element={<MonthlyReportRoute />} />}
        {may('audit:read') && <Route path="audit" element={<AuditPage />} />}
        {may('clients:manage') && <Route path="clients" element={<ClientsPage />} />}
        {may('access:manage') && <Route path="access" element={<AccessPage />} />}
        {may('access:manage') && <Route path="personal-token" element={<PersonalTokenPage />} />}
        {may('alert_settings:manage') && <Route path="alerts" element={<AlertsPage />} />}
        {may('webhooks:manage') && <Route path="webhooks" element={<WebhooksPage />} />}
        {may('webhooks:manage') && <Route path="webhooks/:webhookId" element={<WebhookPage />} />}
        {may('security:manage') && <Route path="security" element={<SecurityPage />} />}
        {may('wall_boards:manage') && <Route path="displays" element={<BoardsPage />} />}
        {may('shares:manage') && <Route path="shares" element={<SharesPage />} />}
        {may('addresses:manage') && <Route path="addresses" element={<AddressesPage />} />}
        {may('retention:manage') && <Route path="retention" element={<RetentionPage />} />}
        {may('installation:read') && <Route path="installation" element={<InstallationPage />} />}
        {may('agencies:manage') && <Route path="agencies" element={<AgenciesPage />} />}
        {may('agencies:manage') && <Route path="agencies/:agencyId/boundary" element={<BoundaryPage />} />}
        {may('agencies:manage') && <Route path="map" element={<MapsPage />} />}
        {may('operators:manage') && <Route path="operators" element={<OperatorsPage />} />}
        {may('outbox:manage') && <Route path="mail" element={<OutboxPage />} />}
        {may('callflows:manage') && <Route path="callflows" element={<CallflowsPage />} />}
        {may('applications:review') && <Route path="applications" element={<ApplicationsPage />} />}
        {may('applications:review') && <Route path="applications/:applicationId" element={<ReviewPage />} />}
        <Route
          path="*"
          element={
            <Notice title={translated('There is no such page')} isPartOfPage>
              {translated('Choose one of the sections above.')}
            </Notice>
          }
        />
      </Routes>
    </div>
  );
}
