import { type Static, Type } from 'typebox';

/** The permissions that open a page of Admin. */
export const ADMIN_PERMISSIONS = [
  'users:manage',
  'clients:manage',
  'access:manage',
  'alert_settings:manage',
  'webhooks:manage',
  'retention:manage',
  'security:manage',
  'agency_requests:answer',
  'agencies:manage',
  'operators:manage',
  'callflows:manage',
  'applications:review',
  'roles:manage',
  'audit:read',
  'single_sign_on:manage',
  'addresses:manage',
] as readonly Permission[];

/** What the person who is signed in may do. A page that needs another one is not offered, and its calls are refused. */
export const Permission = Type.Enum([
  'session:own',
  'factors:own',
  'incidents:read',
  'alerts:answer',
  'incidents:work',
  'calls:listen',
  'calls:write',
  'map:write',
  'users:manage',
  'clients:manage',
  'access:manage',
  'alert_settings:manage',
  'webhooks:manage',
  'retention:manage',
  'security:manage',
  'agency_requests:answer',
  'agencies:any',
  'agencies:manage',
  'operators:manage',
  'outbox:manage',
  'callflows:manage',
  'applications:review',
  'applications:own',
  'roles:manage',
  'audit:read',
  'audit:export',
  'single_sign_on:manage',
  'addresses:manage',
]);
export type Permission = Static<typeof Permission>;
