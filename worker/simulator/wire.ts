/**
 * Market events as the vendor writes them: numbers on T and Q, prices as TEXT on A and AM (massive-futures-api 2, wire warning).
 * Prices are put together from exact decimal text, never from doubles. Pure.
 */
import { formatPrice } from "@/lib/market/price";
import type { Channel } from "@/worker/feed/types";
import type { Listing, MarketEvent, SimBar, SimQuote, SimTrade } from "@/worker/simulator/events";

/** One event with the subscription it belongs to, e.g. `T.NQZ6`. Encoded once for all clients. */
export interface EncodedEvent {
  readonly subscription: `${Channel}.${string}`;
  readonly json: string;
}

/** The frame element of a market event. */
export function encodeEvent(event: MarketEvent): EncodedEvent {
  const { ticker } = event.listing;
  if (event.kind === "trade") return { subscription: `T.${ticker}`, json: tradeJson(event) };
  if (event.kind === "quote") return { subscription: `Q.${ticker}`, json: quoteJson(event) };
  return { subscription: `${event.channel}.${ticker}`, json: barJson(event) };
}

function tradeJson({ listing, price, size, at, sequence }: SimTrade): string {
  return `{"ev":"T","sym":"${listing.ticker}","p":${formatPrice(price, listing.scale)},"s":${size},"t":${at},"q":${sequence}}`;
}

function quoteJson({ listing, bid, bidSize, ask, askSize, at }: SimQuote): string {
  const { ticker, scale } = listing;
  const bids = `"bp":${formatPrice(bid, scale)},"bs":${bidSize},"bt":${at}`;
  const asks = `"ap":${formatPrice(ask, scale)},"as":${askSize},"at":${at}`;
  return `{"ev":"Q","sym":"${ticker}",${bids},${asks},"t":${at}}`;
}

function barJson(bar: SimBar): string {
  const { listing, channel, openAt, closeAt, volume, trades } = bar;
  const text = (ticks: number) => `"${formatPrice(ticks, listing.scale)}"`;
  const prices = `"o":${text(bar.open)},"c":${text(bar.close)},"h":${text(bar.high)},"l":${text(bar.low)}`;
  const head = `"ev":"${channel}","sym":"${listing.ticker}","v":${volume},"dv":"${dollarVolume(bar.tickVolume, listing)}"`;
  return `{${head},${prices},"n":${trades},"s":${openAt},"e":${closeAt}}`;
}

/** Sum of price times contracts as decimal text; the multiplier is not in it. */
export function dollarVolume(tickVolume: number, listing: Listing): string {
  return formatPrice(tickVolume, listing.scale);
}
