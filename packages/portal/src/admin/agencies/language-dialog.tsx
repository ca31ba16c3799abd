import { NativeSelect } from '@mantine/core';
import type { Language } from '@sallyport/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { announceDone } from '../../notices/announce.ts';
import { Dialog } from '../../notices/dialog.tsx';
import { DialogButtons } from '../../notices/dialog-buttons.tsx';
import { Refused } from '../../notices/refused.tsx';
import { LANGUAGE_NAMES } from '../../words/language.ts';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';

/** A language by its own name, or that none was chosen. */
export const agencyLanguageText = (language: Language | null | undefined): string =>
  // A server of the version before, beside this one, states none.
  language === null || language === undefined ? translated('None chosen') : LANGUAGE_NAMES[language];

interface LanguageDialogProps {
  agency: { id: string; name: string; language: Language | null };
  onClose: () => void;
}

/** Sets in which language those of an agency are written to, and read the portal, who have chosen none. */
export function LanguageDialog({ agency, onClose }: LanguageDialogProps) {
  const sallyport = useSallyport();
  const queryClient = useQueryClient();
  const { name } = agency;
  const [language, setLanguage] = useState(agency.language);
  const edit = useMutation({
    mutationFn: () => sallyport.agencies.edit(agency.id, { language }),
    onSuccess: (edited) => {
      announceDone(
        translated('Language of {name}: {language}', { name, language: agencyLanguageText(edited.language) }),
      );
      onClose();
      return queryClient.invalidateQueries({ queryKey: ['agencies'] });
    },
  });
  return (
    <Dialog onClose={onClose} title={translated('Language of {name}', { name })}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          edit.mutate();
        }}
      >
        <Refused error={edit.error} />
        <NativeSelect
          label={translated('Language')}
          description={translated(
            'For its people who have chosen none: their mails, and the portal once they signed in. Without one mails are in English, and the portal is as the browser.',
          )}
          value={language ?? ''}
          onChange={(event) => setLanguage((event.currentTarget.value || null) as Language | null)}
          data={[
            { value: '', label: translated('None chosen') },
            ...Object.entries(LANGUAGE_NAMES).map(([value, label]) => ({ value, label })),
          ]}
          data-autofocus
        />
        <DialogButtons isPending={edit.isPending} onClose={onClose} />
      </form>
    </Dialog>
  );
}
