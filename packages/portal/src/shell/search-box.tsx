import { Kbd, TextInput } from '@mantine/core';
import { useDebouncedValue, useHotkeys } from '@mantine/hooks';
import { type FocusEvent, type FormEvent, type KeyboardEvent, useRef, useState } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import { useFind } from '../finding/use-find.ts';
import { SearchIcon } from '../icons/icons.tsx';
import { translated } from '../words/translated.ts';
import { SearchOptions } from './search-options.tsx';
import classes from './shell.module.css';

const FOUND_AT_MOST = 8;
const AFTER_TYPING_MS = 150;

/** Finds incidents and commands from any page, while one types; `/` puts the cursor here. The server reads the spelling, not the page. */
export function SearchBox() {
  const { pathname } = useLocation();
  const [params] = useSearchParams();
  const shown = pathname === '/portal/search' ? (params.get('query') ?? '') : '';
  // Another search, or leaving it, starts the box afresh.
  return <Box key={shown} shown={shown} />;
}

function Box({ shown }: { shown: string }) {
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(shown);
  const [isOpen, setIsOpen] = useState(false);
  const [settled] = useDebouncedValue(typed, AFTER_TYPING_MS);
  const found = useFind(isOpen ? settled : '', FOUND_AT_MOST);
  useHotkeys([['/', () => input.current?.select()]]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsOpen(false);
    const query = typed.trim();
    if (query !== '') void navigate({ pathname: '/portal/search', search: new URLSearchParams({ query }).toString() });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'Escape') setIsOpen(false);
    if (event.key !== 'ArrowDown' || event.target !== input.current) return;
    event.preventDefault();
    event.currentTarget.querySelector<HTMLElement>('[data-options] :is(a, button)')?.focus();
  };
  const onBlur = (event: FocusEvent<HTMLElement>) => {
    if (!event.currentTarget.contains(event.relatedTarget)) setIsOpen(false);
  };
  const isAsked = isOpen && typed.trim() !== '';
  return (
    <search className={classes.search} onKeyDown={onKeyDown} onBlur={onBlur}>
      <form onSubmit={submit}>
        <TextInput
          ref={input}
          type="search"
          aria-label={translated('Search by number, name, address, words or id, or find a command')}
          placeholder={translated('Number, name, address, words')}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setIsOpen(true);
          }}
          maxLength={200}
          leftSection={<SearchIcon />}
          rightSection={<Kbd size="xs">/</Kbd>}
          autoComplete="off"
        />
      </form>
      {isAsked && <SearchOptions typed={typed} found={found.data?.found ?? []} onDone={() => setIsOpen(false)} />}
    </search>
  );
}
