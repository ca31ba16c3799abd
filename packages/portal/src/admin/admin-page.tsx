import { Navigate, NavLink, Route, Routes } from 'react-router';
import { Notice } from '../app/notice.tsx';
import { useSession } from '../session/session-context.ts';
import { AccessPage } from './access/access-page.tsx';
import { PersonalTokenPage } from './access/personal-token-page.tsx';
import classes from './admin.module.css';
import { AgenciesPage } from './agencies/agencies-page.tsx';
import { AlertsPage } from './alerts/alerts-page.tsx';
import { ApplicationsPage } from './applications/applications-page.tsx';
import { ReviewPage } from './applications/review-page.tsx';
import { BoundaryPage } from './boundary/boundary-page.tsx';
import { CallflowsPage } from './callflows/callflows-page.tsx';
import { ClientsPage } from './clients/clients-page.tsx';
import { RetentionPage } from './retention/retention-page.tsx';
import { UsersPage } from './users/users-page.tsx';
import { WebhookPage } from './webhooks/webhook-page.tsx';
import { WebhooksPage } from './webhooks/webhooks-page.tsx';

/** Admin and its sections, each at its own address. Operators also have the agencies, and start there. */
export function AdminPage() {
  const isOperator = useSession().agency === null;
  return (
    <div className={classes.page}>
      <h1>Admin</h1>
      <nav className={classes.tabs} aria-label="Admin">
        {isOperator && <NavLink to="/portal/admin/agencies">Agencies</NavLink>}
        {isOperator && <NavLink to="/portal/admin/callflows">Callflows</NavLink>}
        {isOperator && <NavLink to="/portal/admin/applications">Applications</NavLink>}
        <NavLink to="/portal/admin/users">Users</NavLink>
        <NavLink to="/portal/admin/clients">Clients</NavLink>
        <NavLink to="/portal/admin/access">Access</NavLink>
        <NavLink to="/portal/admin/alerts">Alerts</NavLink>
        <NavLink to="/portal/admin/webhooks">Webhooks</NavLink>
        <NavLink to="/portal/admin/retention">Retention</NavLink>
      </nav>
      <Routes>
        <Route index element={<Navigate to={isOperator ? 'agencies' : 'users'} replace />} />
        <Route path="users" element={<UsersPage />} />
        <Route path="clients" element={<ClientsPage />} />
        <Route path="access" element={<AccessPage />} />
        <Route path="personal-token" element={<PersonalTokenPage />} />
        <Route path="alerts" element={<AlertsPage />} />
        <Route path="webhooks" element={<WebhooksPage />} />
        <Route path="webhooks/:webhookId" element={<WebhookPage />} />
        <Route path="retention" element={<RetentionPage />} />
        {isOperator && <Route path="agencies" element={<AgenciesPage />} />}
        {isOperator && <Route path="agencies/:agencyId/boundary" element={<BoundaryPage />} />}
        {isOperator && <Route path="callflows" element={<CallflowsPage />} />}
        {isOperator && <Route path="applications" element={<ApplicationsPage />} />}
        {isOperator && <Route path="applications/:applicationId" element={<ReviewPage />} />}
        <Route
          path="*"
          element={
            <Notice title="There is no such page" isPartOfPage>
              Choose one of the sections above.
            </Notice>
          }
        />
      </Routes>
    </div>
  );
}
