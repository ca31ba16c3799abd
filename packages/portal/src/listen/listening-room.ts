import { Room, RoomEvent } from 'livekit-client';

/** Somebody else in the room. */
export interface OnTheLine {
  readonly id: string;
  readonly name: string;
  readonly isSpeaking: boolean;
}

interface Listeners {
  readonly onChange: (others: readonly OnTheLine[], isReconnecting: boolean) => void;
  /** The server ended the room, or cannot be reached any more. */
  readonly onEnd: () => void;
}

/** Joins a room to hear it; what is heard is played by `audio` elements in `outlet`. Resolves with the way out. */
export async function listenTo(
  access: { url: string; token: string },
  outlet: HTMLElement,
  listeners: Listeners,
): Promise<() => void> {
  const room = new Room();
  let isReconnecting = false;
  const tell = () => {
    const others = [...room.remoteParticipants.values()];
    const onTheLine = others.map(({ identity, name, isSpeaking }) => ({
      id: identity,
      name: name === undefined || name === '' ? identity : name,
      isSpeaking,
    }));
    listeners.onChange(onTheLine, isReconnecting);
  };
  const reconnecting = (is: boolean) => () => {
    isReconnecting = is;
    tell();
  };
  room
    .on(RoomEvent.TrackSubscribed, (track) => outlet.append(track.attach()))
    .on(RoomEvent.TrackUnsubscribed, (track) => {
      for (const element of track.detach()) element.remove();
    })
    .on(RoomEvent.ParticipantConnected, tell)
    .on(RoomEvent.ParticipantDisconnected, tell)
    .on(RoomEvent.ActiveSpeakersChanged, tell)
    .on(RoomEvent.Reconnecting, reconnecting(true))
    .on(RoomEvent.Reconnected, reconnecting(false));
  await room.connect(access.url, access.token);
  // A room that was never joined does not end: connecting fails.
  room.on(RoomEvent.Disconnected, listeners.onEnd);
  tell();
  return () => {
    room.removeAllListeners();
    void room.disconnect();
    outlet.replaceChildren();
  };
}
