"use client";
/** Everything known of one contract right now: the card under a ticker cell. */
import { useMemo } from "react";
import { useConnection, useTicker } from "@/components/live/hooks";
import { useNow } from "@/components/live/use-now";
import { tickerFigures } from "@/components/ticker/ticker-figures";
import { Digits } from "@/components/ui/digits";
import { Fact, FactList } from "@/components/ui/facts";
import { compactCount } from "@/lib/format/number";
import { age, daysUntil, etTimeMs, latency, longDate, shortDate } from "@/lib/format/time";
import { priceScale } from "@/lib/market/price";
import type { ContractView, TickerReading } from "@/lib/stream/events";

export function TickerCard({ contract }: { readonly contract: ContractView }) {
  const reading = useTicker(contract.id);
  const now = useNow();
  const expiresIn = now === null ? null : daysUntil(contract.lastTradeDate, now);
  return (
    <>
      <p className="text-13 font-semibold">
        {contract.name} <span className="font-normal text-text-2">{contract.ticker}</span>
      </p>
      <p className="mb-2 text-11 text-text-2">
        expires {longDate(contract.lastTradeDate)}
        {expiresIn !== null && `, ${expiresIn === 1 ? "1 day" : `${expiresIn} days`} left`} · tick {contract.tickSize} ·
        ${contract.pointValue} a point
      </p>
      {reading === null ? (
        <p className="text-12 text-text-2">No tick of this contract has been received yet.</p>
      ) : (
        <Figures reading={reading} contract={contract} now={now} />
      )}
    </>
  );
}

interface FiguresProps {
  readonly reading: TickerReading;
  readonly contract: ContractView;
  readonly now: number | null;
}

function Figures({ reading, contract, now }: FiguresProps) {
  const { latencyMs } = useConnection();
  const scale = useMemo(() => priceScale(contract.tickSize), [contract.tickSize]);
  const figures = tickerFigures(reading, scale);
  const price = (text: string | null) => (text === null ? null : <Digits text={text} />);
  const { feedLatencyMs } = reading;
  return (
    <FactList>
      <Fact label="Bid × size">
        {figures.bid !== null && (
          <>
            {price(figures.bid)} × {reading.bidSize}
          </>
        )}
      </Fact>
      <Fact label="Ask × size">
        {figures.ask !== null && (
          <>
            {price(figures.ask)} × {reading.askSize}
          </>
        )}
      </Fact>
      <Fact label="Spread">
        {figures.spread !== null &&
          `${figures.spread} (${figures.spreadTicks} ${figures.spreadTicks === 1 ? "tick" : "ticks"})`}
      </Fact>
      <Fact label="Session open">{price(figures.open)}</Fact>
      <Fact label="High">{price(figures.high)}</Fact>
      <Fact label="Low">{price(figures.low)}</Fact>
      <Fact label="Settlement" reason="The source gave no settlement; change is against the session open.">
        {reading.referenceKind === "settlement" && price(figures.reference)}
      </Fact>
      <Fact label="Volume">{`${compactCount(reading.volume)} in ${compactCount(reading.trades)} trades`}</Fact>
      <Fact label="Trade date">{reading.tradeDate !== null && shortDate(reading.tradeDate)}</Fact>
      <Fact label="Last trade ET">{reading.lastAt !== null && etTimeMs(reading.lastAt)}</Fact>
      <Fact label="Age">{reading.lastAt !== null && now !== null && age(now - reading.lastAt)}</Fact>
      <Fact label="Exchange → worker">{feedLatencyMs !== null && latency(feedLatencyMs)}</Fact>
      <Fact label="Worker → browser">{latencyMs !== null && latency(latencyMs)}</Fact>
      <Fact label="Together">
        {feedLatencyMs !== null && latencyMs !== null && latency(Math.max(0, feedLatencyMs) + latencyMs)}
      </Fact>
    </FactList>
  );
}
