import type { Page } from 'playwright-core';
import { expectJson } from '../e2e/http-client.ts';
import { clientToken } from '../e2e/sandbox.ts';

/** The address of the sockets over which a page receives what is new. */
export const STREAM = /\/api\/incidents\/stream/;

/** What call-handling equipment of the sandbox does. */
export function callHandlingOf(url: string) {
  async function equip(path: string, json: object): Promise<{ id: string }> {
    const token = await clientToken(url, 'sandbox-call-handling');
    return expectJson(url, 201, { method: 'POST', path, token, json });
  }
  return {
    equip,
    openCall: (phone: string) => equip('/api/incidents', { call: { caller_phone_number: phone } }),
    note: (id: string, text: string) => equip(`/api/incidents/${id}/notes`, { text }),
  };
}

/** Resolves once the page's socket stated where it stands. */
export async function whenLive(page: Page, open: () => Promise<unknown>): Promise<void> {
  const socket = page.waitForEvent('websocket', (each) => STREAM.test(each.url()));
  await open();
  await (await socket).waitForEvent('framereceived');
}

export const cardsOf = (page: Page) => page.getByRole('region', { name: 'Cards' });
