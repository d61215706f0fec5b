/**
 * The sounds of the desk, made by the browser: a few short notes each, told apart by direction and register. Rising is for
 * the trade, falling against it. One tab of a browser plays: the first that was touched; when it closes, the next.
 */
import type { AlertKind } from "@/components/alerts/alert-kinds";

/** A note: pitch in Hz, start and length in ms. */
interface Note {
  readonly hz: number;
  readonly at: number;
  readonly ms: number;
}

const run = (step: number, ms: number, ...pitches: readonly number[]): readonly Note[] =>
  pitches.map((hz, index) => ({ hz, at: index * step, ms }));

/** Notes of every kind. */
export const tunes: Readonly<Record<AlertKind, readonly Note[]>> = {
  signal: run(0, 90, 660),
  confirmed: run(90, 110, 523, 784),
  entry: run(80, 120, 523, 659, 784),
  "be-armed": run(110, 90, 880, 880),
  "be-exit": run(110, 130, 659, 523),
  "near-stop": run(100, 90, 523, 466, 523, 466),
  stop: run(150, 220, 392, 262),
  target: run(70, 110, 784, 1047),
  ended: run(0, 140, 440),
  refused: run(0, 120, 220),
  "feed-down": run(180, 160, 330, 330, 247),
  "feed-up": run(120, 120, 330, 494),
};

/** One kind sounds at most this often, ms. */
export const sameKindMs = 1000;
/** Time between two sounds, ms. */
export const gapMs = 450;
/** Sounds waiting; of more the newest are dropped: late noise tells nothing. */
export const waitingMax = 3;

/** When a sound may start, given what was played; null: not at all. Pure: the instants are arguments (ms of one clock). */
export function startOf(
  kind: AlertKind,
  now: number,
  played: { readonly lastStart: number; readonly lastOfKind: ReadonlyMap<AlertKind, number> },
): number | null {
  const ofKind = played.lastOfKind.get(kind);
  if (ofKind !== undefined && now - ofKind < sameKindMs) return null;
  const start = Math.max(now, played.lastStart + gapMs);
  return start - now > waitingMax * gapMs ? null : start;
}

const lockName = "excursion-sound";
/** Loudest peak: several sounds at once must not clip. */
const peakGain = 0.25;
/** A note swells and fades this long, so that it does not click, s. */
const fade = 0.012;

export interface SoundPlayer {
  /** Plays in this tab if it is the one that plays and a gesture has allowed it. `volume` 0..100. */
  play(kind: AlertKind, volume: number): void;
  /** Plays at once whatever tab this is: for the test button. */
  test(kind: AlertKind, volume: number): void;
  close(): void;
}

/** Waits for the first gesture on the page, then takes its place in line for being the tab that plays. */
export function createSoundPlayer(): SoundPlayer {
  let context: AudioContext | null = null;
  let leads = false;
  let lastStart = Number.NEGATIVE_INFINITY;
  const lastOfKind = new Map<AlertKind, number>();
  const leave = new AbortController();
  let stepDown: (() => void) | null = null;

  function allow(): void {
    window.removeEventListener("pointerdown", allow);
    window.removeEventListener("keydown", allow);
    context = new AudioContext();
    if (!("locks" in navigator)) {
      leads = true;
      return;
    }
    const lead = (): Promise<void> => {
      leads = true;
      return new Promise((resolve) => {
        stepDown = resolve;
      });
    };
    navigator.locks.request(lockName, { signal: leave.signal }, lead).catch((error: unknown) => {
      // Aborted while waiting in line: the tab closed before its turn came.
      if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
    });
  }
  window.addEventListener("pointerdown", allow);
  window.addEventListener("keydown", allow);

  function sound(kind: AlertKind, volume: number, afterMs: number): void {
    if (context === null || volume === 0) return;
    // A browser puts idle audio to sleep.
    void context.resume();
    for (const note of tunes[kind]) tone(context, note, (volume / 100) * peakGain, afterMs);
  }

  return {
    play(kind, volume) {
      if (!leads || context === null) return;
      const now = context.currentTime * 1000;
      const start = startOf(kind, now, { lastStart, lastOfKind });
      if (start === null) return;
      lastStart = start;
      lastOfKind.set(kind, start);
      sound(kind, volume, start - now);
    },
    test: (kind, volume) => sound(kind, volume, 0),
    close() {
      window.removeEventListener("pointerdown", allow);
      window.removeEventListener("keydown", allow);
      stepDown?.();
      leave.abort();
      void context?.close();
    },
  };
}

function tone(context: AudioContext, note: Note, gain: number, afterMs: number): void {
  const start = context.currentTime + (afterMs + note.at) / 1000;
  const end = start + note.ms / 1000;
  const oscillator = context.createOscillator();
  const envelope = context.createGain();
  oscillator.type = "triangle";
  oscillator.frequency.value = note.hz;
  envelope.gain.setValueAtTime(0, start);
  envelope.gain.linearRampToValueAtTime(gain, start + fade);
  envelope.gain.setValueAtTime(gain, Math.max(start + fade, end - fade * 4));
  envelope.gain.exponentialRampToValueAtTime(0.0001, end);
  oscillator.connect(envelope).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(end);
}
