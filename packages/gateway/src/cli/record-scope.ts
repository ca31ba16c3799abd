import { toE164 } from '../incidents/callers/phone-number.ts';
import type { RecordScope } from '../records/scope.ts';
import { UsageError, value } from './command.ts';

/** The options that name whose records a command is about. */
export const SCOPE_OPTIONS = {
  agency: value('id', 'Of this agency; with --phone, of that number at this agency alone'),
  phone: value('number', 'Of this phone number, with country code, as +15555550123'),
} as const;

export function readScope({ agency, phone }: { agency: string | undefined; phone: string | undefined }): RecordScope {
  if (agency === undefined && phone === undefined) throw new UsageError('Give --agency, --phone or both');
  const phoneNumber = phone === undefined ? null : toE164(phone);
  if (phoneNumber === undefined) {
    throw new UsageError('--phone must be a phone number with country code, as +15555550123');
  }
  return { agencyId: agency ?? null, phoneNumber };
}
