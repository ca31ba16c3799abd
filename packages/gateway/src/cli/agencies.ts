import type { OperatedAgencyList } from '@sallyport/contract';
import { LANGUAGES, languageOf } from '../kernel/language.ts';
import { type Call, choice, defineCommand, UsageError, value } from './command.ts';
import { notFound, operandOf, PROFILED, type Profiled, withProfile } from './with-profile.ts';

const AGENCY = { name: 'AGENCY-ID', sentence: 'The agency' };

const NO_LANGUAGE = 'none';

const rowOf = ({
  id,
  name,
  time_zone,
  language,
  has_boundary,
  is_disabled,
}: OperatedAgencyList['agencies'][number]) => [
  ...[id, name, time_zone, language ?? '-', has_boundary ? 'boundary' : 'no boundary'],
  is_disabled ? 'disabled' : 'enabled',
];

export const listAgenciesCommand = defineCommand({
  words: ['agencies', 'list'],
  options: PROFILED,
  serverOptions: 'none',
  sentence: 'List the agencies of an installation, for operators',
  run: (call) =>
    withProfile(call.options, async (server) => {
      const { agencies } = await server.native().agencies.list();
      call.printAll(agencies, rowOf);
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
      call.printWhole(whole);
      return 0;
    }),
});

export const editAgencyCommand = defineCommand({
  words: ['agencies', 'edit'],
  operand: AGENCY,
  options: {
    'time-zone': value('zone', 'An IANA time zone, as America/New_York'),
    language: choice([...LANGUAGES, NO_LANGUAGE], 'Of mails and pages of those who have chosen none'),
    ...PROFILED,
  },
  serverOptions: 'none',
  sentence: 'Set the time zone and the language of an agency, for operators',
  run: async (call) => {
    const { 'time-zone': timeZone, language } = call.options;
    const id = operandOf(call, AGENCY.name);
    if (timeZone === undefined && language === undefined) throw new UsageError('Give --time-zone or --language');
    return withProfile(call.options, async (server) => {
      const agency = await server.native().agencies.edit(id, {
        ...(timeZone !== undefined && { time_zone: timeZone }),
        ...(language !== undefined && { language: languageOf(language) }),
      });
      call.print(agency, () => `${id}: time zone ${agency.time_zone}, language ${agency.language ?? NO_LANGUAGE}\n`);
      return 0;
    });
  },
});

/** Sets whether an agency is in use; it holds everywhere within a second. */
function setDisabled(call: Call & { readonly options: Profiled }, isDisabled: boolean): Promise<number> {
  return withProfile(call.options, async (server) => {
    const id = operandOf(call, AGENCY.name);
    const agency = await server.native().agencies.edit(id, { is_disabled: isDisabled });
    call.print(agency, () => `${id} is ${agency.is_disabled ? 'disabled' : 'enabled'}\n`);
    return 0;
  });
}

export const disableAgencyCommand = defineCommand({
  words: ['agencies', 'disable'],
  operand: AGENCY,
  options: PROFILED,
  serverOptions: 'none',
  sentence: 'Let nobody of an agency in, hold its webhooks back and refuse alerts for it, for operators',
  run: (call) => setDisabled(call, true),
});

export const enableAgencyCommand = defineCommand({
  words: ['agencies', 'enable'],
  operand: AGENCY,
  options: PROFILED,
  serverOptions: 'none',
  sentence: 'Let a disabled agency go on, for operators',
  run: (call) => setDisabled(call, false),
});

export const AGENCY_COMMANDS = [
  ...[listAgenciesCommand, showAgencyCommand, editAgencyCommand, disableAgencyCommand, enableAgencyCommand],
] as const;
