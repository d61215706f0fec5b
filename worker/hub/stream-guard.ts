/**
 * Who may listen to the event stream, and for how long: asked once at the door, then for all listeners together on a beat,
 * so that a stream ends soon after its session does. Knows sessions by id only; cookies belong to lib/auth.
 */
import type { IncomingHttpHeaders } from "node:http";
import type { Log } from "@/lib/log";
import { encodeSessionEnded } from "@/lib/stream/encode";
import type { StopTimer, Timers } from "@/worker/timer";

/** Sessions are asked about this often, ms; a stream outlives its session by no more than this (faults S07: 60 s). */
export const sessionBeatMs = 20_000;

/** The questions to whoever knows the sessions. */
export interface StreamAccess {
  /** Id of the session behind a request, null without one. Rejects when it cannot be known now. */
  admit(headers: Headers): Promise<string | null>;
  /** Which of these sessions go on. */
  living(sessionIds: readonly string[]): Promise<ReadonlySet<string>>;
}

/** A stream that can be told to end with a last text. */
export interface Listening {
  end(text: string): void;
}

/** What the door says to a request. */
export type Admission =
  | { readonly kind: "session"; readonly sessionId: string }
  | { readonly kind: "none" }
  | { readonly kind: "unknown" };

function webHeaders(headers: IncomingHttpHeaders): Headers {
  const cookie = headers.cookie;
  return new Headers(cookie === undefined ? {} : { cookie });
}

export class StreamGuard {
  private readonly listening = new Map<Listening, string>();
  private readonly access: StreamAccess;
  private readonly log: Log;
  private readonly stopBeat: StopTimer;
  private asking = false;

  constructor(access: StreamAccess, timers: Timers, log: Log) {
    this.access = access;
    this.log = log;
    this.stopBeat = timers.every(sessionBeatMs, () => void this.check());
  }

  /** May this request listen? `unknown` when the database cannot say: refused, to be tried again. */
  async admit(headers: IncomingHttpHeaders): Promise<Admission> {
    try {
      const sessionId = await this.access.admit(webHeaders(headers));
      return sessionId === null ? { kind: "none" } : { kind: "session", sessionId };
    } catch (error) {
      this.log.warn({ err: error }, "session of a stream could not be checked");
      return { kind: "unknown" };
    }
  }

  /** Watches over a stream until the returned function is called. */
  watch(stream: Listening, sessionId: string): () => void {
    this.listening.set(stream, sessionId);
    return () => this.listening.delete(stream);
  }

  /** Ends the streams whose session is over. While the database is away everyone keeps listening: nobody was signed out. */
  async check(): Promise<void> {
    if (this.asking || this.listening.size === 0) return;
    this.asking = true;
    try {
      const living = await this.access.living([...new Set(this.listening.values())]);
      for (const [stream, sessionId] of [...this.listening]) {
        if (living.has(sessionId)) continue;
        this.listening.delete(stream);
        stream.end(encodeSessionEnded());
      }
    } catch (error) {
      this.log.warn({ err: error }, "sessions of the streams could not be checked");
    } finally {
      this.asking = false;
    }
  }

  close(): void {
    this.stopBeat();
  }
}
