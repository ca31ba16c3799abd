import type { EditWebhookRequest, NewWebhookRequest, ReplayWebhookRequest, WebhookDelivery } from '@sallyport/contract';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { announceDone, announceRefused } from '../../notices/announce.ts';
import { translated } from '../../words/translated.ts';

const RENEWED_EVERY_MS = 3_000;
const PAGE_SIZE = 50;

/** An agency's webhooks, and the event types there are. */
export function useWebhooks(agencyId: string | null, isReady: boolean) {
  const { webhooks } = useSallyport();
  return useQuery({
    queryKey: ['webhooks', agencyId],
    queryFn: ({ signal }) => webhooks.list(agencyId, signal),
    enabled: isReady,
    refetchInterval: RENEWED_EVERY_MS,
  });
}

/** One webhook's delivery log, the newest first; null reads every state. */
export function useDeliveries(agencyId: string | null, id: number, state: WebhookDelivery['state'] | null) {
  const { webhooks } = useSallyport();
  return useInfiniteQuery({
    queryKey: ['webhook-deliveries', agencyId, id, state],
    queryFn: ({ pageParam, signal }) =>
      webhooks.deliveries(id, { state, before: pageParam, limit: PAGE_SIZE }, agencyId, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_before,
    refetchInterval: RENEWED_EVERY_MS,
  });
}

/** What an administrator does with webhooks. Each is under way until the pages show what the server then has. */
export function useWebhookActions(agencyId: string | null) {
  const { webhooks } = useSallyport();
  const queryClient = useQueryClient();
  const renew = () =>
    Promise.all(
      ['webhooks', 'webhook-deliveries'].map((name) => queryClient.invalidateQueries({ queryKey: [name, agencyId] })),
    );
  return {
    create: useMutation({
      mutationFn: (request: NewWebhookRequest) => webhooks.create(request, agencyId),
      onSuccess: renew,
    }),
    edit: useMutation({
      mutationFn: ({ id, request }: { id: number; request: EditWebhookRequest }) =>
        webhooks.edit(id, request, agencyId),
      onSuccess: async ({ name }) => {
        await renew();
        announceDone(translated('{name} saved.', { name }));
      },
    }),
    remove: useMutation({
      mutationFn: (id: number) => webhooks.remove(id, agencyId),
      // Not waited for: its page is left before the list is without it.
      onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['webhooks', agencyId] }),
    }),
    rotateSecret: useMutation({
      mutationFn: ({ id, overlapHours }: { id: number; overlapHours: number }) =>
        webhooks.rotateSecret(id, overlapHours, agencyId),
      onSuccess: renew,
    }),
    test: useMutation({
      mutationFn: ({ id, eventType }: { id: number; eventType: string }) => webhooks.test(id, eventType, agencyId),
      onSuccess: renew,
    }),
    replayOne: useMutation({
      mutationFn: ({ id, deliveryId }: { id: number; deliveryId: string }) =>
        webhooks.replayOne(id, deliveryId, agencyId),
      onSuccess: async ({ event_type }) => {
        await renew();
        announceDone(translated('{eventType} is sent again.', { eventType: event_type }));
      },
      onError: announceRefused,
    }),
    replay: useMutation({
      mutationFn: ({ id, span }: { id: number; span: ReplayWebhookRequest }) => webhooks.replay(id, span, agencyId),
      onSuccess: async ({ replayed }) => {
        await renew();
        announceDone(
          replayed === 1
            ? translated('1 event is sent again.')
            : translated('{replayed} events are sent again.', { replayed }),
        );
      },
    }),
  };
}

export type WebhookActions = ReturnType<typeof useWebhookActions>;
