import { Checkbox } from '@mantine/core';
import type { LegacyMarks } from '@sallyport/contract';
import type { Text } from '../words/spanish/spanish.ts';
import { translated } from '../words/translated.ts';

export type MarkName = keyof LegacyMarks;

/** What each lets the client do. */
export const MARK_SENTENCES: Readonly<Record<MarkName, Text>> = {
  password_grant: 'Gets tokens with a user’s e-mail and password (password grant), as RapidSOS CADs do',
  json_token_body: 'Sends token requests as JSON instead of a form',
  token_in_query: 'Sends its token in the URL of a WebSocket (?token=), where proxies may log it',
  loose_redirect: 'Comes back to any page of a redirect URI that is a host alone',
  code_without_pkce: 'Asks for a code without PKCE at the Active911 paths; a stolen code can then be used',
};

interface LegacyFieldsProps {
  marks: LegacyMarks;
  names: readonly MarkName[];
  onChange: (marks: LegacyMarks) => void;
}

/** Old habits, each an exception for this client alone. None is the safe default. */
export function LegacyFields({ marks, names, onChange }: LegacyFieldsProps) {
  return (
    <Checkbox.Group
      label={translated('Old habits of its software')}
      description={translated('Each is an exception from today’s rules for this client alone')}
      value={names.filter((name) => marks[name] === true)}
      onChange={(chosen) => onChange(Object.fromEntries(names.map((name) => [name, chosen.includes(name)])))}
    >
      {names.map((name) => (
        <Checkbox key={name} value={name} label={translated(MARK_SENTENCES[name])} mt="xs" />
      ))}
    </Checkbox.Group>
  );
}
