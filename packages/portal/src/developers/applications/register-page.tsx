import type { RegisterApplicationRequest } from '@sallyport/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { useSallyport } from '../../api/sallyport-context.tsx';
import classes from '../../applications/applications.module.css';
import { translated } from '../../words/translated.ts';
import { ApplicationForm } from './application-form.tsx';

const EMPTY = {
  speaks: 'active911',
  scopes: [],
  name: '',
  company: '',
  contact_name: '',
  contact_email: '',
  contact_phone: '',
  redirect_uris: [],
} satisfies RegisterApplicationRequest;

/** A new application; its documents follow on its own page. */
export function RegisterPage() {
  const { ownApplications } = useSallyport();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const register = useMutation({
    mutationFn: (request: RegisterApplicationRequest) => ownApplications.register(request),
    onSuccess: async ({ id }) => {
      await queryClient.invalidateQueries({ queryKey: ['own-applications'] });
      await navigate(`/developers/applications/${id}`);
    },
  });
  return (
    <>
      <title>{translated('Register an application · Sallyport')}</title>
      <div className={classes.head}>
        <h1>{translated('Register an application')}</h1>
      </div>
      <ApplicationForm
        initial={EMPTY}
        error={register.error}
        isSaving={register.isPending}
        onSave={(request) => register.mutate(request)}
      />
    </>
  );
}
