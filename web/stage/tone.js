// One soft tone at the end of a clock. A browser lets a page sound only after somebody touched it;
// each person can mute it, and the browser remembers that.

const MUTED_AS = "helpathon.clock.muted";
const PITCH_HZ = [523.25, 659.25]; // C5, then E5: friendly, not an alarm
const LOUDNESS = 0.08;
const LENGTH_S = 1.4;

/** @type {AudioContext | null} */
let audio = null;

export function isMuted() {
  try {
    return localStorage.getItem(MUTED_AS) === "yes";
  } catch {
    return false;
  }
}

/** @param {boolean} muted */
export function setMuted(muted) {
  try {
    localStorage.setItem(MUTED_AS, muted ? "yes" : "no");
  } catch {
    // A browser that keeps nothing forgets it with the page.
  }
}

/** Makes ready at the first touch or key; asks for nothing before. */
export function unlockSound() {
  const unlock = () => {
    audio ??= new AudioContext();
    void audio.resume();
  };
  for (const event of ["pointerdown", "keydown"]) {
    document.addEventListener(event, unlock, { once: true, capture: true });
  }
}

export function playEnd() {
  if (isMuted() || !audio || audio.state !== "running") return;
  const context = audio;
  PITCH_HZ.forEach((pitch, order) => soften(context, pitch, context.currentTime + order * 0.28));
}

/**
 * @param {AudioContext} context
 * @param {number} pitch_hz
 * @param {number} at_s
 */
function soften(context, pitch_hz, at_s) {
  const oscillator = new OscillatorNode(context, { type: "sine", frequency: pitch_hz });
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.linearRampToValueAtTime(0, at_s);
  gain.gain.linearRampToValueAtTime(LOUDNESS, at_s + 0.03);
  gain.gain.exponentialRampToValueAtTime(0.0001, at_s + LENGTH_S);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(at_s);
  oscillator.stop(at_s + LENGTH_S);
}
