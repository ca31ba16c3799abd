export { audioCommand, joinLiveAudio, type RoomLike, type StreamTokens } from './audio/live-audio.ts';
