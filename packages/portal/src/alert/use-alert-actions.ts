import type { AnswerAlertRequest } from '@sallyport/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSallyport } from '../api/sallyport-context.tsx';

const SHOWING = new Set(['incident', 'search', 'waiting', 'open']);

/** What a dispatcher does about one alert. Each is under way until the page shows what the server then has, refused or not. */
export function useAlertActions(incidentId: string) {
  const { incidents } = useSallyport();
  const queryClient = useQueryClient();
  const onSettled = () =>
    queryClient.invalidateQueries({ predicate: ({ queryKey: [name] }) => SHOWING.has(String(name)) });
  return {
    answer: useMutation({
      mutationFn: (request: AnswerAlertRequest) => incidents.answerAlert(incidentId, request),
      onSettled,
    }),
    state: useMutation({ mutationFn: (text: string) => incidents.sendMessage(incidentId, text), onSettled }),
  };
}

export type AlertActions = ReturnType<typeof useAlertActions>;

/** How an answer is sent, of the agency's own alert or of another's. */
export interface Answering {
  readonly isPending: boolean;
  readonly variables: AnswerAlertRequest | undefined;
  mutate(request: AnswerAlertRequest, options?: { onSettled?: () => void }): void;
}
