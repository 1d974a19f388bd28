/** Yes is two rising tones, no is a long low one: told apart without looking. */
const TONES = {
  yes: [
    { hertz: 660, from: 0, seconds: 0.12, shape: 'sine' },
    { hertz: 990, from: 0.12, seconds: 0.22, shape: 'sine' },
  ],
  no: [{ hertz: 150, from: 0, seconds: 0.6, shape: 'sawtooth' }],
} as const;

let context: AudioContext | undefined;

export function sound(kind: keyof typeof TONES): void {
  const audio = (context ??= new AudioContext());
  for (const { hertz, from, seconds, shape } of TONES[kind]) {
    const tone = new OscillatorNode(audio, { frequency: hertz, type: shape });
    const volume = new GainNode(audio, { gain: 0.5 });
    tone.connect(volume).connect(audio.destination);
    tone.start(audio.currentTime + from);
    tone.stop(audio.currentTime + from + seconds);
  }
  if ('vibrate' in navigator) navigator.vibrate(kind === 'yes' ? 80 : [200, 80, 200]);
}
