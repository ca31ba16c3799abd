import { cookie, Sallyport } from '@sallyport/client';
import { useEffect, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { Loading } from '../notices/loading.tsx';
import { translated } from '../words/translated.ts';
import { DeeplinkRefused } from './deeplink-refused.tsx';

/**
 * The page behind a deeplink. It redeems the ticket by POST, which a link scanner's GET never does, and then replaces
 * its own address, so that the ticket stays neither on screen nor in the history.
 */
export function RedeemPage() {
  const { ticket = '' } = useParams();
  const navigate = useNavigate();
  const [attempt, setAttempt] = useState(1);
  const [refused, setRefused] = useState<{ attempt: number; error: unknown } | null>(null);

  useEffect(() => {
    let isLeft = false;
    redeem(ticket).then(
      (deeplinkId) => {
        if (!isLeft) void navigate(`/portal/deeplink/${encodeURIComponent(deeplinkId)}`, { replace: true });
      },
      (error: unknown) => {
        if (!isLeft) setRefused({ attempt, error });
      },
    );
    return () => {
      isLeft = true;
    };
  }, [ticket, attempt, navigate]);

  return (
    <main>
      {refused?.attempt === attempt ? (
        <DeeplinkRefused error={refused.error} retry={() => setAttempt(attempt + 1)} />
      ) : (
        <Loading what={translated('the incident')} />
      )}
    </main>
  );
}

async function redeem(ticket: string): Promise<string> {
  const redeemed = await new Sallyport({ baseUrl: '', auth: cookie() }).session.redeemDeeplink(ticket);
  return redeemed.deeplink_id;
}
