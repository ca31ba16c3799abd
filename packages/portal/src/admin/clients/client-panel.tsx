import { Button } from '@mantine/core';
import { type Client, isScope, SCOPES } from '@sallyport/contract';
import { useState } from 'react';
import { MARK_SENTENCES } from '../../applications/legacy-fields.tsx';
import { durationText } from '../../time/age.ts';
import type { Text } from '../../words/spanish/spanish.ts';
import { serverText, translated } from '../../words/translated.ts';
import { ConfirmDialog } from '../layout/confirm-dialog.tsx';
import { grantText, kindText } from './client-words.ts';
import classes from './clients.module.css';
import { DeeplinkSettings } from './deeplink-settings.tsx';
import { SecretList } from './secret-list.tsx';
import { TimeZoneSetting } from './time-zone-setting.tsx';
import type { ClientActions } from './use-clients.ts';

/** What a client that sends times may do. */
const SENDING: ReadonlySet<string> = new Set(['alerts:trigger', 'incidents:write', 'incident_events']);

interface ClientPanelProps {
  client: Client;
  actions: ClientActions;
  onNewSecret: () => void;
}

/** One client: what it may do, its secrets, and for those that make deeplinks, how these open. Disabling it asks first. */
export function ClientPanel({ client, actions, onNewSecret }: ClientPanelProps) {
  const titleId = `client-${client.id}`;
  const [isAsking, setIsAsking] = useState(false);
  const { name } = client;
  const setDisabled = (is_disabled: boolean) =>
    actions.edit.mutate({ id: client.id, request: { is_disabled } }, { onSettled: () => setIsAsking(false) });
  return (
    <article className={classes.client} aria-labelledby={titleId} data-disabled={client.is_disabled}>
      <header>
        <div>
          <h3 id={titleId}>{client.name}</h3>
          <code>{client.id}</code>
        </div>
        <span className={classes.state}>{client.is_disabled ? translated('Disabled') : translated('Enabled')}</span>
        <Button
          size="compact-sm"
          variant="default"
          aria-describedby={titleId}
          onClick={() => (client.is_disabled ? setDisabled(false) : setIsAsking(true))}
        >
          {client.is_disabled ? translated('Enable') : translated('Disable')}
        </Button>
      </header>
      <div className={classes.columns}>
        <dl>
          <Fact name="Application">{client.application_name}</Fact>
          <Fact name="Integration">{kindText(client.integration_kind)}</Fact>
          <Named name="It may" names={client.scopes} textOf={scopeText} />
          <Named name="It gets tokens" names={client.grant_types} textOf={grantText} />
          <Named name="Old habits" names={client.legacy} textOf={markText} />
          <Fact name="Access tokens last">{durationText(client.access_token_ttl_seconds)}</Fact>
        </dl>
        <SecretList client={client} actions={actions} onNewSecret={onNewSecret} describedBy={titleId} />
        {client.scopes.some((scope) => SENDING.has(scope)) && (
          <TimeZoneSetting key={client.time_zone} client={client} actions={actions} />
        )}
        {client.scopes.includes('deeplinks') && (
          <DeeplinkSettings
            // What the server answered replaces what was typed.
            key={`${client.deeplink_view} ${client.embedding_origins.join(' ')}`}
            client={client}
            actions={actions}
          />
        )}
      </div>
      {isAsking && (
        <ConfirmDialog
          title={translated('Disable {name}', { name })}
          action={translated('Disable')}
          keep={translated('Cancel')}
          isPending={actions.edit.isPending}
          onConfirm={() => setDisabled(true)}
          onClose={() => setIsAsking(false)}
        >
          <p>
            {translated(
              '{name} is refused at once: its tokens end, and it gets no new ones until somebody enables it again.',
              { name },
            )}
          </p>
        </ConfirmDialog>
      )}
    </article>
  );
}

const scopeText = (name: string) => (isScope(name) ? serverText(SCOPES[name]) : name);

function markText(name: string): string {
  const sentences: Readonly<Record<string, Text>> = MARK_SENTENCES;
  const sentence = Object.hasOwn(sentences, name) ? sentences[name] : undefined;
  return sentence === undefined ? name : translated(sentence);
}

interface NamedProps {
  name: Text;
  names: readonly string[];
  textOf: (name: string) => string;
}

/** Each in words, with the name by which software and its manual know it. */
function Named({ name, names, textOf }: NamedProps) {
  return (
    <div>
      <dt>{translated(name)}</dt>
      <dd>
        {names.length === 0 && translated('none')}
        <ul className={classes.named}>
          {names.map((each) => (
            <li key={each}>
              {textOf(each)} {textOf(each) !== each && <code>{each}</code>}
            </li>
          ))}
        </ul>
      </dd>
    </div>
  );
}

function Fact({ name, children }: { name: Text; children: string }) {
  return (
    <div>
      <dt>{translated(name)}</dt>
      <dd>{children}</dd>
    </div>
  );
}
