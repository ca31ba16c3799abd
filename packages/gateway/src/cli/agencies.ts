import type { OperatedAgencyList } from '@sallyport/contract';
import { defineCommand, needed } from './command.ts';
import { notFound, operandOf, PROFILED, print, printAll, printWhole, withProfile } from './with-profile.ts';

const AGENCY = { name: 'AGENCY-ID', sentence: 'The agency' };

const rowOf = ({ id, name, time_zone, has_boundary }: OperatedAgencyList['agencies'][number]) => [
  ...[id, name, time_zone, has_boundary ? 'boundary' : 'no boundary'],
];

export const listAgenciesCommand = defineCommand({
  words: ['agencies', 'list'],
  options: PROFILED,
  serverOptions: 'none',
  sentence: 'List the agencies of an installation, for operators',
  run: (call) =>
    withProfile(call.options, async (server) => {
      const { agencies } = await server.native().agencies.list();
      printAll(call, agencies, rowOf);
      return 0;
    }),
});

export const showAgencyCommand = defineCommand({
  words: ['agencies', 'show'],
  operand: AGENCY,
  options: PROFILED,
  serverOptions: 'none',
  sentence: 'Show one agency with its boundary and how it takes its alerts, for operators',
  run: (call) =>
    withProfile(call.options, async (server) => {
      const id = operandOf(call, AGENCY.name);
      const api = server.native();
      const { agencies } = await api.agencies.list();
      const agency = agencies.find((each) => each.id === id);
      if (agency === undefined) throw notFound(`There is no agency ${id}; sallyport agencies list names them`);
      const [boundary, alerts] = await Promise.all([api.agencies.boundary(id), api.incidents.alertSettings(id)]);
      const whole = { ...agency, boundary, alert_settings: alerts };
      printWhole(call, whole);
      return 0;
    }),
});

export const editAgencyCommand = defineCommand({
  words: ['agencies', 'edit'],
  operand: AGENCY,
  options: { 'time-zone': needed('zone', 'An IANA time zone, as America/New_York'), ...PROFILED },
  serverOptions: 'none',
  sentence: 'Set the time zone in which the times of an agency are shown, for operators',
  run: (call) =>
    withProfile(call.options, async (server) => {
      const id = operandOf(call, AGENCY.name);
      const agency = await server.native().agencies.edit(id, { time_zone: call.options['time-zone'] });
      print(call, agency, () => `The times of ${id} are shown in ${agency.time_zone}\n`);
      return 0;
    }),
});

export const AGENCY_COMMANDS = [listAgenciesCommand, showAgencyCommand, editAgencyCommand] as const;
