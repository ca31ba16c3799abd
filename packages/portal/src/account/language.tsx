import { NativeSelect } from '@mantine/core';
import type { Language } from '@sallyport/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { SESSION_KEY } from '../api/query-client.ts';
import { useSallyport } from '../api/sallyport-context.tsx';
import { useSession } from '../current-session/session-context.ts';
import { Refused } from '../notices/refused.tsx';
import { LANGUAGE_NAMES } from '../words/language.ts';
import { translated } from '../words/translated.ts';
import classes from './account.module.css';

/** In which language the person reads the portal. */
export function LanguageChoice() {
  const { account } = useSallyport();
  const { user, agency } = useSession();
  const ofAgency = agency?.language ?? null;
  const queryClient = useQueryClient();
  const choose = useMutation({
    mutationFn: (language: Language | null) => account.edit({ language }),
    onSuccess: (session) => queryClient.setQueryData(SESSION_KEY, session),
  });
  return (
    <section aria-labelledby="language-title" className={classes.section}>
      <h2 id="language-title">{translated('Language')}</h2>
      <Refused error={choose.error} />
      <NativeSelect
        aria-labelledby="language-title"
        description={translated('In which language you read the portal, at every workstation.')}
        value={user.language ?? ''}
        disabled={choose.isPending}
        onChange={(event) =>
          choose.mutate(event.currentTarget.value === '' ? null : (event.currentTarget.value as Language))
        }
        data={[
          {
            value: '',
            label:
              ofAgency === null
                ? translated('As the browser')
                : translated('As the agency: {language}', { language: LANGUAGE_NAMES[ofAgency] }),
          },
          ...Object.entries(LANGUAGE_NAMES).map(([value, label]) => ({ value, label })),
        ]}
      />
    </section>
  );
}
