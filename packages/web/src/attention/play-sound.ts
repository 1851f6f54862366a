/** Two soft tones, each falling silent by itself: frequency in Hz, start in s. */
const tones = [
  [660, 0],
  [880, 0.09],
] as const;
const toneS = 0.22;
const loudness = 0.06;

/**
 * Makes the function that plays the sound. A browser lets no page sound that nobody has touched yet: then it is silent.
 */
export function createSound(): () => void {
  let context: AudioContext | undefined;

  function play(audio: AudioContext): void {
    for (const [frequency, startS] of tones) {
      const fromS = audio.currentTime + startS;
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = frequency;
      // Ramps, as a tone that begins or ends at once clicks.
      volume.gain.setValueAtTime(0, fromS);
      volume.gain.linearRampToValueAtTime(loudness, fromS + 0.015);
      volume.gain.exponentialRampToValueAtTime(0.0001, fromS + toneS);
      tone.connect(volume).connect(audio.destination);
      tone.start(fromS);
      tone.stop(fromS + toneS);
    }
  }

  return () => {
    if (!navigator.userActivation.hasBeenActive) return;
    context ??= new AudioContext();
    const audio = context;
    // A device without a way to sound, or a browser that has changed its mind: silence is no fault.
    audio.resume().then(
      () => play(audio),
      () => undefined,
    );
  };
}
