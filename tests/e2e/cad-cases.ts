import type { RouteCase, Things } from './route-case.ts';

const long = (length: number) => 'x'.repeat(length);
const under = (part: string) => ({
  path: ({ cadPartnerIncidentId }: Things) => `/v2/incidents/${encodeURIComponent(cadPartnerIncidentId)}${part}`,
  unknown: 404,
});

/** What a CAD that speaks Prepared may ask and state. */
export const CAD_CASES: Readonly<Record<string, RouteCase>> = {
  'POST /v2/find_incident': {
    path: () => '/v2/find_incident',
    success: 200,
    turn: 1,
    body: () => ({ cad_partner_incident_id: 'CAD-2026-0042', caller_phone_number: '+15555550144' }),
    missing: ['cad_partner_incident_id', 'caller_phone_number'],
    wrong: [
      ['cad_partner_incident_id', ''],
      ['cad_partner_incident_id', '\u200b\u2060\ufeff'],
      ['cad_partner_incident_id', 5],
      ['cad_partner_incident_id', 'two\nlines'],
      ['caller_phone_number', '911'],
      ['caller_phone_number', null],
      ['sip_call_id', '\u200b'],
      ['position', {}],
    ],
    tooLong: [
      ['cad_partner_incident_id', long(101)],
      ['caller_phone_number', long(61)],
      ['sip_call_id', long(256)],
      ['position', long(101)],
    ],
  },
  'GET /v2/incidents/:cad_partner_incident_id': { ...under(''), success: 200 },
  'POST /v2/incidents/:cad_partner_incident_id/notes': {
    ...under('/notes'),
    success: 201,
    body: () => ({ note: 'Engine 7 reports smoke showing' }),
    missing: ['note'],
    wrong: [
      ['note', ''],
      ['note', '\u200b\u2060\ufeff'],
      ['note', 5],
    ],
    tooLong: [
      ['note', long(4_001)],
      ['author', long(101)],
    ],
  },
  'POST /v2/incidents/:cad_partner_incident_id/status': {
    ...under('/status'),
    success: 201,
    body: () => ({ status: 'Dispatched' }),
    missing: ['status'],
    wrong: [
      ['status', ''],
      ['status', '\u200b\u2060\ufeff'],
      ['status', ['Dispatched']],
    ],
    tooLong: [['status', long(101)]],
  },
};
