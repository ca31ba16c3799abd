import assert from 'node:assert/strict';
import { test } from 'node:test';
import { audioCommand, joinLiveAudio } from './live-audio.ts';

test('a command is what the documents of live audio have, in bytes of UTF-8', () => {
  const commands = [
    { cmd: 'pause' },
    { cmd: 'resume' },
    { cmd: 'scrub-to-end' },
    { cmd: 'scrub', position: 12_500 },
    { cmd: 'set-gain', gain: -3, callerType: 'caller' },
  ] as const;
  for (const command of commands)
    assert.deepEqual(JSON.parse(new TextDecoder().decode(audioCommand(command))), command);
});

test('a room is joined by the token of its incident, at the address that is given or else the answer names', async () => {
  const asked: string[] = [];
  const tokens = {
    async streamToken(incidentId: string, participantId: string) {
      asked.push(`${incidentId} ${participantId}`);
      return { stream_token: 'one', url: 'wss://audio.test', expires_in: 300, participant_id: participantId };
    },
  };
  const joined: string[] = [];
  const room = {
    connect: async (url: string, token: string) => void joined.push(`${url} ${token}`),
    disconnect: async () => {},
  };
  const of = { incidentId: 'call', participantId: 'unit-7', room };
  assert.equal(await joinLiveAudio(tokens as never, of), room);
  await joinLiveAudio(tokens as never, { ...of, streamUrl: 'wss://other.test' });
  assert.deepEqual(joined, ['wss://audio.test one', 'wss://other.test one']);
  assert.deepEqual(asked, ['call unit-7', 'call unit-7']);
});
