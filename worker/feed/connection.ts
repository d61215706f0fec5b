/**
 * One socket to the vendor, from its opening to its end (massive-futures-api 1.2, 1.3). Never reused.
 *
 * opening ──greeting──▶ authenticating ──auth_success──▶ subscribing ──all confirmed or 5 s──▶ live
 *   opening, authenticating: 10 s each at most, then the end.
 *   subscribing ──error and nothing confirmed──▶ A and AM are tried alone; the end if the plan allows not even those.
 *   any ──close, refusal, no pong, silence──▶ ended, with the first reason that was known.
 *
 * Knows nothing of retries and of other connections.
 */
import WebSocket from "ws";
import type { Intake } from "@/worker/feed/intake";
import { feedLimits, silenceOf } from "@/worker/feed/limits";
import { Liveness } from "@/worker/feed/liveness";
import { authRequest, confirmedSubscription, subscribeRequest, unsubscribeRequest } from "@/worker/feed/messages";
import type { FeedOptions } from "@/worker/feed/options";
import type { StatusMessage } from "@/worker/feed/parse";
import { SubscriptionBook, subscriptionsOf } from "@/worker/feed/subscriptions";
import { CHANNELS, type Channel, type FeedCode, type FeedStatus } from "@/worker/feed/types";
import type { StopTimer } from "@/worker/timer";

/** A status with its code and a sentence for people. */
export interface Standing {
  readonly status: FeedStatus;
  readonly code: FeedCode;
  readonly reason: string;
}

export interface ConnectionEvents {
  /** The key was accepted, or subscriptions settled. */
  readonly onStanding: (standing: Standing, channels: readonly Channel[], refused: readonly string[]) => void;
  /** Market data came. */
  readonly onData: () => void;
  /** Once, when the socket is closed. */
  readonly onEnd: (ending: Standing) => void;
}

type Mode = "opening" | "authenticating" | "subscribing" | "live" | "closing";

/** Closing code of a policy violation: what the vendor's old connection gets when a new one comes. */
const CLOSE_POLICY = 1008;
/** What a plan without trades and quotes still allows. */
const AGGREGATE_CHANNELS: readonly Channel[] = ["A", "AM"];

const EVICTED: Standing = {
  status: "waiting",
  code: "FEED-EVICTED",
  reason: "another connection uses this API key; the vendor allows one, and the newest wins",
};
const REFUSED_KEY: Standing = {
  status: "fatal",
  code: "FEED-AUTH",
  reason: "the vendor refused the API key; check MASSIVE_API_KEY",
};
const REFUSED_PLAN: Standing = {
  status: "fatal",
  code: "FEED-PLAN",
  reason: "the plan of this API key allows none of the futures channels T, Q, A, AM",
};
const STOPPED: Standing = { status: "disconnected", code: "FEED-STOPPED", reason: "stopped" };

function lost(reason: string, code: FeedCode = "FEED-LOST"): Standing {
  return { status: "disconnected", code, reason };
}

export class Connection {
  readonly #options: FeedOptions;
  readonly #intake: Intake;
  readonly #events: ConnectionEvents;
  readonly #socket: WebSocket;
  readonly #book = new SubscriptionBook();
  readonly #liveness: Liveness;
  #tickers: readonly string[];
  #mode: Mode = "opening";
  #channels: readonly Channel[] = CHANNELS;
  #sawError = false;
  #ending: Standing | null = null;
  #stopTimer: StopTimer | null = null;
  /** Reconnects for silence since data last came: the watchdog grows more patient with each. */
  readonly #fruitless: number;

  constructor(
    options: FeedOptions,
    intake: Intake,
    tickers: readonly string[],
    fruitless: number,
    events: ConnectionEvents,
  ) {
    this.#options = options;
    this.#intake = intake;
    this.#tickers = tickers;
    this.#fruitless = fruitless;
    this.#events = events;
    this.#socket = this.#openSocket();
    this.#liveness = new Liveness({
      clock: options.clock,
      timers: options.timers,
      isOpen: options.isOpen,
      delayMs: options.delayMs ?? 0,
      ping: () => {
        if (this.#socket.readyState === WebSocket.OPEN) this.#socket.ping();
      },
      onDead: (cause, silentMs) => this.#died(cause, silentMs),
    });
  }

  /** Replaces the tickers; the difference is subscribed and unsubscribed at once when the handshake is over. */
  setTickers(tickers: readonly string[]): void {
    this.#tickers = tickers;
    if (this.#mode !== "subscribing" && this.#mode !== "live") return;
    const gone = this.#book.retain(subscriptionsOf(this.#channels, tickers));
    if (gone.length > 0) this.#socket.send(unsubscribeRequest(gone));
    this.#subscribe();
  }

  /** Unsubscribes and closes; terminated when the other side does not answer in time. `onEnd` follows. */
  close(): void {
    this.#mode = "closing";
    this.#ending = STOPPED;
    this.#setTimer(this.#options.timers.after(feedLimits.closeMsMax, () => this.#socket.terminate()));
    const confirmed = this.#book.confirmed();
    if (this.#socket.readyState === WebSocket.OPEN && confirmed.length > 0) {
      this.#socket.send(unsubscribeRequest(confirmed));
    }
    this.#socket.close(1000);
  }

  #openSocket(): WebSocket {
    const socket = new WebSocket(this.#options.url, {
      maxPayload: feedLimits.frameBytesMax,
      handshakeTimeout: feedLimits.handshakeMsMax,
      perMessageDeflate: false,
      // Broken text must cost its frame only, not the connection; the parser refuses it.
      skipUTF8Validation: true,
    });
    socket.on("open", () => {
      this.#intake.begin();
      this.#expect("greeting");
    });
    socket.on("message", (data: Buffer, isBinary: boolean) => this.#received(data, isBinary));
    socket.on("ping", () => this.#liveness.sawLife());
    socket.on("pong", () => this.#liveness.sawLife());
    socket.on("error", (error) => {
      this.#ending ??= lost(`connection failed: ${error.message || "no answer"}`);
    });
    socket.on("close", (code) => this.#closed(code));
    return socket;
  }

  #expect(answer: string): void {
    const reason = `no ${answer} from the vendor within ${feedLimits.handshakeMsMax / 1000} s`;
    this.#setTimer(this.#options.timers.after(feedLimits.handshakeMsMax, () => this.#abandon(lost(reason))));
  }

  #received(data: Buffer, isBinary: boolean): void {
    if (this.#mode === "closing") return;
    this.#liveness.sawLife();
    const { statuses, hadData } = this.#intake.take(data, isBinary);
    if (hadData) {
      this.#liveness.sawData();
      this.#events.onData();
    }
    for (const status of statuses) this.#handle(status);
  }

  #handle({ status, message }: StatusMessage): void {
    switch (status) {
      case "connected":
        this.#authenticate();
        break;
      case "auth_success":
        this.#authenticated();
        break;
      case "auth_failed":
        this.#abandon(REFUSED_KEY);
        break;
      case "auth_timeout":
        this.#abandon(lost("the vendor got no key in time"));
        break;
      case "success":
        this.#confirmed(message);
        break;
      case "error":
        this.#sawError = true;
        this.#options.log.warn({ code: "FEED-PLAN", vendor: message }, "feed: the vendor refused part of a request");
        break;
      case "max_connections":
        this.#abandon(EVICTED);
        break;
      default:
        this.#intake.counts.unknownStatuses += 1;
        this.#options.log.warn({ status, vendor: message }, "feed: unknown status, ignored");
    }
  }

  #authenticate(): void {
    if (this.#mode !== "opening") return;
    this.#mode = "authenticating";
    this.#expect("answer to the key");
    this.#socket.send(authRequest(this.#options.key));
  }

  #authenticated(): void {
    if (this.#mode !== "authenticating") return;
    this.#mode = "subscribing";
    this.#setTimer(null);
    this.#events.onStanding({ status: "connected", code: "FEED-CONNECT", reason: "key accepted, subscribing" }, [], []);
    this.#subscribe();
  }

  /** Asks for what is wanted and not yet asked; then waits for confirmations. */
  #subscribe(): void {
    const fresh = this.#book.want(subscriptionsOf(this.#channels, this.#tickers));
    if (fresh.length === 0) this.#settle();
    else this.#request(fresh);
  }

  #request(subscriptions: ReturnType<typeof subscriptionsOf>): void {
    this.#mode = "subscribing";
    this.#socket.send(subscribeRequest(subscriptions));
    this.#setTimer(this.#options.timers.after(feedLimits.confirmMsMax, () => this.#settle()));
  }

  #confirmed(message: string): void {
    const subscription = confirmedSubscription(message);
    if (subscription === null || !this.#book.confirm(subscription)) return;
    if (this.#mode === "live" || this.#book.complete()) this.#settle();
  }

  /** All confirmations are in or their time is over: what is missing counts as refused. */
  #settle(): void {
    this.#setTimer(null);
    const channels = this.#book.channels();
    if (channels.length === 0 && this.#sawError) {
      this.#fallBack();
      return;
    }
    this.#mode = "live";
    const refused = this.#book.refused();
    const reason = refused.length === 0 ? "receiving" : `receiving; not granted: ${refused.join(", ")}`;
    this.#liveness.expectData(silenceOf(channels, this.#fruitless));
    this.#events.onStanding({ status: "subscribed", code: "FEED-OK", reason }, channels, refused);
  }

  #fallBack(): void {
    if (this.#channels === AGGREGATE_CHANNELS) {
      this.#abandon(REFUSED_PLAN);
      return;
    }
    this.#channels = AGGREGATE_CHANNELS;
    this.#sawError = false;
    this.#request(subscriptionsOf(AGGREGATE_CHANNELS, this.#tickers));
  }

  #died(cause: "no-pong" | "silent", silentMs: number): void {
    const seconds = Math.round(silentMs / 1000);
    const silent = lost(`no data for ${seconds} s although the market is open`, "FEED-SILENT");
    this.#abandon(cause === "silent" ? silent : lost(`no answer to a ping within ${seconds} s`));
  }

  /** Gives the connection up without a closing handshake: the other side may be gone. */
  #abandon(ending: Standing): void {
    this.#ending ??= ending;
    this.#mode = "closing";
    this.#socket.terminate();
  }

  #closed(code: number): void {
    this.#liveness.stop();
    this.#setTimer(null);
    const unasked = code === CLOSE_POLICY ? EVICTED : lost(`the vendor closed the connection (code ${code})`);
    this.#events.onEnd(this.#ending ?? unasked);
  }

  #setTimer(stop: StopTimer | null): void {
    this.#stopTimer?.();
    this.#stopTimer = stop;
  }
}
