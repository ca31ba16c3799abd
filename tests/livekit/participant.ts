import { fileURLToPath } from 'node:url';
import type * as Livekit from 'livekit-client';
import type { Browser, Page } from 'playwright-core';
import type { LivekitProcess } from './livekit-process.ts';

const CLIENT = fileURLToPath(import.meta.resolve('livekit-client')).replace(/[^/]+$/, 'livekit-client.umd.js');
export const TONE_HERTZ = 1_000;

interface InPage {
  LivekitClient: typeof Livekit;
  room: Livekit.Room;
}

/** What Chromium needs to carry sound between two of its own pages on loopback, without a person's click. */
export const CHROMIUM_ARGS = ['--autoplay-policy=no-user-gesture-required', '--allow-loopback-in-peer-connection'];

/** LiveKit's own client in a page of its own, joined with that token. Rejects where the server refuses it. */
export async function join(browser: Browser, livekit: LivekitProcess, token: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(livekit.httpUrl);
  await page.addScriptTag({ path: CLIENT });
  await page.evaluate(
    async ([url, secret]) => {
      const inPage = globalThis as unknown as InPage;
      inPage.room = new inPage.LivekitClient.Room();
      inPage.room.on('trackSubscribed', (track) => track.attach());
      inPage.room.on('disconnected', () => {
        document.title = 'disconnected';
      });
      await inPage.room.connect(url, secret, { maxRetries: 0 });
    },
    [livekit.url, token] as const,
  );
  return page;
}

/** Sends a tone as that participant's microphone. Rejects where the token lets nobody speak. */
export async function sendTone(page: Page, hertz = TONE_HERTZ): Promise<void> {
  await page.evaluate(async (frequency) => {
    const { room } = globalThis as unknown as InPage;
    const audio = new AudioContext();
    const tone = new OscillatorNode(audio, { frequency });
    const out = new MediaStreamAudioDestinationNode(audio, { channelCount: 1 });
    tone.connect(out);
    tone.start();
    const [track] = out.stream.getAudioTracks();
    if (track === undefined) throw new Error('no track');
    await room.localParticipant.publishTrack(track, { source: 'microphone' as Livekit.Track.Source, dtx: false });
  }, hertz);
}

/** The loudest frequency the page hears from the others, in hertz, once it stands out; null within the time given. */
export async function loudestHeard(page: Page, withinMs = 60_000): Promise<number | null> {
  return page.evaluate(async (within) => {
    const { room } = globalThis as unknown as InPage;
    const audio = new AudioContext();
    const spectrum = new AnalyserNode(audio, { fftSize: 4096, smoothingTimeConstant: 0.2 });
    const bins = new Float32Array(spectrum.frequencyBinCount);
    const joined = new Set<string>();
    const deadline = performance.now() + within;
    while (performance.now() < deadline) {
      for (const { track } of [...room.remoteParticipants.values()].flatMap((each) => [
        ...each.trackPublications.values(),
      ])) {
        if (track === undefined || joined.has(track.mediaStreamTrack.id)) continue;
        joined.add(track.mediaStreamTrack.id);
        audio.createMediaStreamSource(new MediaStream([track.mediaStreamTrack])).connect(spectrum);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
      spectrum.getFloatFrequencyData(bins);
      const loudest = bins.indexOf(Math.max(...bins));
      // Decibels: a tone at full scale is near 0, silence below -100.
      if ((bins[loudest] ?? Number.NEGATIVE_INFINITY) > -40) return (loudest * audio.sampleRate) / spectrum.fftSize;
    }
    return null;
  }, withinMs);
}
