"use client";
/**
 * The live strip of every page: one cell per front contract, the source said at its edge.
 * The strip itself renders when the set of contracts or the state of the feed changes, never on a tick.
 */
import { Suspense, useCallback, useId, useRef, useState } from "react";
import { toneClasses } from "@/components/frame/tones";
import { useContracts } from "@/components/live/hooks";
import { useFeedView } from "@/components/live/use-feed-view";
import { TickerCard } from "@/components/ticker/ticker-card";
import { TickerCell } from "@/components/ticker/ticker-cell";
import { useAddress } from "@/components/ui/address";
import type { ContractView } from "@/lib/stream/events";

export function TickerStrip() {
  return (
    <Suspense fallback={<Strip selected={null} />}>
      <StripOfAddress />
    </Suspense>
  );
}

function StripOfAddress() {
  return <Strip selected={new URLSearchParams(useAddress()).get("contract")} />;
}

interface Pointed {
  readonly contract: ContractView;
  readonly left: number;
  readonly top: number;
}

/** Width of the card plus its margin, to keep it on screen, px. */
const cardSpace = 296;

function Strip({ selected }: { readonly selected: string | null }) {
  const contracts = useContracts();
  const view = useFeedView();
  const cardId = useId();
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const show = useCallback((contract: ContractView, element: HTMLElement) => {
    const box = element.getBoundingClientRect();
    const left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - cardSpace));
    setPointed({ contract, left, top: box.bottom + 4 });
  }, []);
  const hide = useCallback(() => setPointed(null), []);
  const tone = toneClasses[view.tone];

  return (
    <section aria-label="Live prices" className={`border-t-2 ${tone.edge} flex border-b border-b-line bg-surface-1`}>
      <div
        className={`flex w-10 shrink-0 items-center justify-center sm:w-auto sm:px-3 ${tone.fill}`}
        title={view.reason}
      >
        <strong className="rotate-180 text-11 font-semibold tracking-wide [writing-mode:vertical-rl] sm:rotate-0 sm:[writing-mode:horizontal-tb]">
          <span className="hidden sm:inline">{view.word}</span>
          <span className="sm:hidden" aria-hidden>
            {shortWords[view.word]}
          </span>
          {view.mark !== null && <span className="block text-center font-normal">{view.mark.toLowerCase()}</span>}
        </strong>
      </div>
      <ul ref={list} className="relative flex min-w-0 flex-1 overflow-x-auto [scrollbar-width:none]" onScroll={hide}>
        {contracts.length === 0 && <StripSkeleton />}
        {contracts.map((contract) => (
          <li
            key={contract.id}
            className="border-r border-line"
            onPointerEnter={(event) => event.pointerType === "mouse" && show(contract, event.currentTarget)}
            onPointerLeave={hide}
            onFocus={(event) => event.target.matches(":focus-visible") && show(contract, event.currentTarget)}
            onBlur={hide}
            onKeyDown={(event) => event.key === "Escape" && hide()}
          >
            <TickerCell
              contract={contract}
              current={view.current}
              selected={selected === contract.ticker}
              describedBy={pointed?.contract.id === contract.id ? cardId : undefined}
            />
          </li>
        ))}
      </ul>
      {pointed !== null && (
        <div
          id={cardId}
          role="tooltip"
          className="panel-in pointer-events-none fixed z-20 w-72 rounded-8 border border-line bg-surface-1 p-3"
          style={{ left: pointed.left, top: pointed.top }}
        >
          <TickerCard contract={pointed.contract} />
        </div>
      )}
    </section>
  );
}

/** On a phone the word stands upright in a narrow band. */
const shortWords = {
  CONNECTING: "WAIT",
  LIVE: "LIVE",
  DELAYED: "DELAYED",
  SIMULATED: "SIM",
  REPLAY: "REPLAY",
  STALE: "STALE",
  CLOSED: "CLOSED",
  DISCONNECTED: "OFF",
} as const;

function StripSkeleton() {
  return (
    <li className="flex h-13 items-center gap-6 px-3" aria-label="Waiting for the first prices">
      {[0, 1, 2, 3].map((index) => (
        <span key={index} className="flex flex-col gap-1.5">
          <span className="skeleton h-4 w-44" />
          <span className="skeleton h-3 w-32" />
        </span>
      ))}
    </li>
  );
}
