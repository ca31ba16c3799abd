import { Kbd, TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { type FormEvent, useRef } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import { SearchIcon } from '../icons/icons.tsx';
import classes from './shell.module.css';

/** Finds a caller or an alert from any page; `/` puts the cursor here. The server reads the spelling, not the page. */
export function SearchBox() {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [params] = useSearchParams();
  const input = useRef<HTMLInputElement>(null);
  const shown = pathname === '/portal/search' ? (params.get('query') ?? '') : '';
  useHotkeys([['/', () => input.current?.select()]]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const query = input.current?.value.trim() ?? '';
    if (query !== '') void navigate({ pathname: '/portal/search', search: new URLSearchParams({ query }).toString() });
  };
  return (
    <search className={classes.search}>
      <form onSubmit={submit}>
        <TextInput
          // Another search, or leaving it, starts the box afresh.
          key={shown}
          ref={input}
          type="search"
          aria-label="Search by phone number or alert id"
          placeholder="Phone number or alert id"
          defaultValue={shown}
          maxLength={200}
          leftSection={<SearchIcon />}
          rightSection={<Kbd size="xs">/</Kbd>}
          autoComplete="off"
        />
      </form>
    </search>
  );
}
