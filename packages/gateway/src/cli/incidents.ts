import type { IncidentSummary } from '@sallyport/contract';
import { defineCommand, value } from './command.ts';
import { numberOf, operandOf, PROFILED, withProfile } from './with-profile.ts';

const LISTED = 50;
const MOST = 10_000;
const PAGE = 200;

const rowOf = ({ id, kind, created_at, status, emergency_type, caller_phone_number }: IncidentSummary) => [
  ...[id, created_at, kind, status.name],
  ...[emergency_type?.name ?? '-', caller_phone_number ?? '-'],
];

export const listIncidentsCommand = defineCommand({
  words: ['incidents', 'list'],
  options: { limit: value('number', `How many at most; ${LISTED} where it is left out`), ...PROFILED },
  serverOptions: 'none',
  sentence: "List the agency's incidents, the newest first",
  run: (call) =>
    withProfile(call.options, async (server) => {
      const limit = numberOf('limit', call.options.limit, LISTED, MOST);
      const api = server.native().incidents;
      const found: IncidentSummary[] = [];
      let before: string | null = null;
      do {
        const page = await api.list({ limit: Math.min(PAGE, limit - found.length), before });
        found.push(...page.incidents);
        before = page.next_before;
      } while (before !== null && found.length < limit);
      call.printAll(found, rowOf);
      return 0;
    }),
});

export const showIncidentCommand = defineCommand({
  words: ['incidents', 'show'],
  operand: { name: 'INCIDENT-ID', sentence: 'The incident' },
  options: PROFILED,
  serverOptions: 'none',
  sentence: 'Show everything known about one incident',
  run: (call) =>
    withProfile(call.options, async (server) => {
      const incident = await server.native().incidents.read(operandOf(call, 'INCIDENT-ID'));
      call.printWhole(incident);
      return 0;
    }),
});

export const searchIncidentsCommand = defineCommand({
  words: ['incidents', 'search'],
  operand: { name: 'QUERY', sentence: 'A telephone number however it is written, or an alert id' },
  options: PROFILED,
  serverOptions: 'none',
  sentence: 'Find incidents by telephone number or alert id',
  run: (call) =>
    withProfile(call.options, async (server) => {
      const { incidents } = await server.native().incidents.search(operandOf(call, 'QUERY'));
      call.printAll(incidents, rowOf);
      return 0;
    }),
});
