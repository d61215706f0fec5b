/**
 * Follows what roots mean while the worker runs: a notification is the hint, a look at the next known instant and a sweep
 * are the truth. One look at a time. New contracts are subscribed before old ones are let go; nothing restarts.
 */
import type { Clock } from "@/lib/clock";
import { CONTRACTS_CHANNEL } from "@/lib/db/contracts";
import { type Listener, listen } from "@/lib/db/listen";
import type { Log } from "@/lib/log";
import type { Desk } from "@/worker/desk";
import type { Feed } from "@/worker/feed/types";
import type { Gate } from "@/worker/gate";
import { delay, type StopTimer, type Timers } from "@/worker/timer";

/** Longest time a lost notification delays a changed mapping, and a contract without signals is still listened to. */
export const mappingPeriodMs = 15_000;
const relistenDelayMs = 1000;

export interface MappingOptions {
  readonly desk: Pick<Desk, "follow" | "contracts" | "nextChange">;
  readonly feed: Pick<Feed, "setContracts">;
  readonly gate: Pick<Gate, "join">;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
}

/** The follower. */
export class Mapping {
  private readonly options: MappingOptions;
  private following: Promise<void> | null = null;
  private again = false;
  private listener: Listener | null = null;
  private stopTimer: StopTimer | null = null;
  private stopped = false;

  constructor(options: MappingOptions) {
    this.options = options;
  }

  start(): void {
    this.schedule();
    void this.relisten();
  }

  /** Looks now; a call while looking is answered by one more look. */
  follow(): void {
    if (this.stopped) return;
    this.again = this.following !== null;
    this.following ??= this.look().finally(() => {
      this.following = null;
      if (this.again) this.follow();
      else this.schedule();
    });
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.stopTimer?.();
    await this.listener?.close().catch(() => undefined);
    await this.following;
  }

  private async look(): Promise<void> {
    const { desk, feed, gate, clock, log } = this.options;
    try {
      const { added, removed } = await desk.follow(clock.now());
      if (this.stopped || (added.length === 0 && !removed)) return;
      feed.setContracts(desk.contracts());
      gate.join(added);
    } catch (error) {
      log.warn({ err: error }, "contracts not read, the next look tries again");
    }
  }

  private schedule(): void {
    this.stopTimer?.();
    if (this.stopped) return;
    const { desk, clock, timers } = this.options;
    const now = clock.now();
    const change = desk.nextChange(now);
    const wait = change === null ? mappingPeriodMs : Math.min(mappingPeriodMs, change - now + 1);
    this.stopTimer = timers.after(wait, () => this.follow());
  }

  private async relisten(): Promise<void> {
    const { log, timers } = this.options;
    while (!this.stopped) {
      try {
        this.listener = await listen(CONTRACTS_CHANNEL, () => this.follow());
        if (this.stopped) await this.listener.close();
        else this.follow();
        const reason = await this.listener.lost;
        if (!this.stopped) log.warn({ err: reason }, "notifications of contracts lost, the sweep goes on");
      } catch (error) {
        log.warn({ err: error }, "notifications of contracts not available, the sweep goes on");
      }
      if (!this.stopped) await delay(timers, relistenDelayMs);
    }
  }
}
