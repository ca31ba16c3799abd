import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Download, Page } from 'playwright-core';
import { expectJson } from '../e2e/http-client.ts';
import { PHOTO } from '../e2e/media-cases.ts';
import { clientToken } from '../e2e/sandbox.ts';
import { newCaller, newDeeplink } from './alerts.ts';
import { assertSoundInBothThemes } from './axe.ts';
import { signInAt } from './people.ts';
import { PANEL, type Stage } from './stage.ts';

/** Half a second of silence, 8,000 samples a second of 8 bits. */
function silence(): Uint8Array<ArrayBuffer> {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + 4_000, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8_000, 24);
  header.writeUInt32LE(8_000, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36);
  header.writeUInt32LE(4_000, 40);
  return new Uint8Array(Buffer.concat([header, Buffer.alloc(4_000, 128)]));
}

/** The next download of a link that opens apart: Chromium states it of the page or of the one that the link opens. */
function downloadOf(page: Page): Promise<Download> {
  return new Promise((resolve) => {
    page.once('download', resolve);
    page.context().once('page', (opened) => opened.once('download', resolve));
  });
}

export const mediaCases = (stage: Stage) =>
  describe('media', () => {
    it('an uploaded photo is seen, a recording plays and a PDF is a link, signed in and on a deeplink', async () => {
      const caller = newCaller();
      const token = await clientToken(stage.url, 'sandbox-call-handling');
      const { id } = await expectJson<{ id: string }>(stage.url, 201, {
        method: 'POST',
        path: '/api/incidents',
        token,
        json: { call: { caller_phone_number: caller.number } },
      });
      for (const [type, body, description] of [
        ['image/png', PHOTO, 'Stairwell'],
        ['audio/wav', silence(), 'Call recording'],
        ['application/pdf', new Uint8Array(Buffer.from('%PDF-1.4\n%%EOF\n')), 'Floor plan'],
      ] as const) {
        const path = `/api/incidents/${id}/media?description=${encodeURIComponent(description)}`;
        const headers = { 'content-type': type };
        await expectJson(stage.url, 201, { method: 'POST', path, token, body, headers });
      }
      // A page whose session went asks once more as it leaves.
      const page = await stage.visit({ theme: 'dark', tolerated: ['401 /api/'] });
      const assertShown = async (what: string) => {
        const photo = page.getByRole('img', { name: 'Stairwell' });
        await photo.waitFor();
        const isLoaded = () => photo.evaluate((img: HTMLImageElement) => img.decode().then(() => img.naturalWidth));
        assert.equal(await isLoaded(), 1);
        const audio = page.locator('audio[aria-label="Call recording"]');
        await audio.evaluate(
          (player: HTMLAudioElement) =>
            player.readyState >= 1 || new Promise((resolve) => player.addEventListener('loadedmetadata', resolve)),
        );
        assert.equal(await audio.evaluate((player: HTMLAudioElement) => player.duration), 0.5);
        const saved = downloadOf(page);
        await page.getByRole('link', { name: 'Open the file' }).click();
        assert.match((await saved).suggestedFilename(), /\.pdf$/);
        await assertSoundInBothThemes(page, `${what}`);
      };
      await page.goto(await newDeeplink(stage.url, { query: caller.number }));
      await assertShown('media on a deeplink');
      await page.setViewportSize(PANEL);
      await assertShown('media in a narrow panel');
      await page.context().clearCookies();
      await signInAt(page, `${stage.url}/portal/incidents/${id}`, 'sandboxAgent');
      await assertShown('media signed in');
    });
  });
