"use client";
/**
 * Explore: the statistics of the signals a filter means, one source at a time. Everything chosen stands in the address; any mark
 * leads to the trades behind it.
 */
import { memo, useCallback, useRef } from "react";
import { count } from "@/components/explore/amounts";
import type { ReportAnswer } from "@/components/explore/answers";
import { Behind } from "@/components/explore/behind";
import { Calendar } from "@/components/explore/calendar";
import { DifferenceFigure } from "@/components/explore/difference";
import { Equity } from "@/components/explore/equity";
import { ExploreSkeleton } from "@/components/explore/explore-skeleton";
import type { FigureProps } from "@/components/explore/figure-props";
import { Groups } from "@/components/explore/groups";
import { MfeHistogram, TimeToMfeFigure, WinnersHeatFigure } from "@/components/explore/histograms";
import { HitRate } from "@/components/explore/hit-rate";
import { OutOfSample } from "@/components/explore/out-of-sample";
import { QuestionBar } from "@/components/explore/question-bar";
import { ScatterFigure } from "@/components/explore/scatter";
import { Summary } from "@/components/explore/summary";
import { SurfaceFigure } from "@/components/explore/surface";
import {
  type Explore as Asked,
  surfaceQuery,
  useExplore,
  useReport,
  useSurface,
} from "@/components/explore/use-explore";
import { UnknownLine } from "@/components/lab/chips";
import { FilterBar } from "@/components/lab/filter-bar";
import { useFacets } from "@/components/lab/lab-queries";
import { SourceLine, SourceSwitch } from "@/components/lab/source-line";
import { Empty } from "@/components/ui/empty";
import { Failure } from "@/components/ui/load-state";
import { Panel } from "@/components/ui/panel";
import type { PopoverHandle } from "@/components/ui/popover";
import type { Mark } from "@/lib/analysis/marks";
import { labFilterParams } from "@/lib/lab/filter";
import { sourceLabels } from "@/lib/lab/words";
import type { TickSource } from "@/lib/market/types";

/** @param deskSource what this desk streams: the source shown when the address names none */
export function Explore({ deskSource }: { readonly deskSource: TickSource }) {
  const asked = useExplore(deskSource);
  const { filter, question, mark, query, change } = asked;
  const report = useReport(query);
  const onPick = useCallback((next: Mark) => change({ mark: next }), [change]);
  const onClose = useCallback(() => change({ mark: null }), [change]);
  return (
    <Panel title="Explore" anchor="explore">
      <div className="relative flex overflow-x-auto border-b border-line px-3 py-1.5">
        <SourceSwitch source={filter.source} onChange={(source) => change({ filter: { source }, mark: null })} />
      </div>
      <SourceLine source={filter.source} />
      <UnknownLine unknown={asked.unknown} onDismiss={() => change({}, "replace")} />
      <Filters asked={asked} deskSource={deskSource} />
      <QuestionBar question={question} onChange={(part) => change({ question: part })} />
      {report.error !== null && (
        <Failure what="The statistics" error={report.error} onRetry={() => void report.refetch()} />
      )}
      {report.isPending && <ExploreSkeleton />}
      {report.data !== undefined && (
        <>
          <NotCounted answer={report.data} />
          {report.data.report.counts.signals === 0 ? (
            <Nothing filtered={labFilterParams(filter, filter.source).size > 0} source={filter.source} />
          ) : (
            <div className={mark === null ? "" : "xl:grid xl:grid-cols-[minmax(0,1fr)_400px] xl:items-start"}>
              <div
                className={`min-w-0 ${report.isPlaceholderData ? "opacity-70" : ""}`}
                aria-busy={report.isPlaceholderData}
              >
                <Figures report={report.data.report} question={report.data.question} query={query} onPick={onPick} />
                <SurfacePart
                  query={surfaceQuery(filter, question.split)}
                  split={question.split}
                  change={change}
                  onPick={onPick}
                />
              </div>
              {mark !== null && (
                <Behind
                  mark={mark}
                  filter={filter}
                  question={question}
                  query={query}
                  fallback={deskSource}
                  onClose={onClose}
                />
              )}
            </div>
          )}
        </>
      )}
    </Panel>
  );
}

function Filters({ asked, deskSource }: { readonly asked: Asked; readonly deskSource: TickSource }) {
  const search = useRef<HTMLInputElement>(null);
  const menu = useRef<PopoverHandle>(null);
  const { filter, change } = asked;
  const params = labFilterParams(filter, filter.source);
  params.set("source", filter.source);
  const facets = useFacets(params.toString());
  return (
    <FilterBar
      filter={filter}
      facets={facets}
      fallback={deskSource}
      onChange={(part, step) => change({ filter: part, mark: null }, step)}
      search={search}
      menu={menu}
      onLeaveSearch={() => search.current?.blur()}
    />
  );
}

/** Drawn again only for new numbers: ticks and chosen marks come faster than it could be. */
const Figures = memo(function Figures(props: FigureProps) {
  return (
    <>
      <Summary {...props} />
      <div className="grid lg:grid-cols-2 lg:[&>*:nth-child(odd)]:border-e">
        <Equity {...props} />
        <HitRate {...props} />
        <DifferenceFigure {...props} />
        <ScatterFigure {...props} />
      </div>
      <div className="grid lg:grid-cols-3 lg:[&>*:not(:last-child)]:border-e">
        <MfeHistogram {...props} />
        <WinnersHeatFigure {...props} />
        <TimeToMfeFigure {...props} />
      </div>
      <div className="grid lg:grid-cols-2 lg:[&>*:nth-child(odd)]:border-e">
        <Groups {...props} />
        <Calendar {...props} />
      </div>
    </>
  );
});

interface SurfacePartProps {
  readonly query: string;
  readonly split: number;
  readonly change: Asked["change"];
  readonly onPick: (mark: Mark) => void;
}

const SurfacePart = memo(function SurfacePart({ query, split, change, onPick }: SurfacePartProps) {
  const { data, error, refetch } = useSurface(query);
  if (error !== null) return <Failure what="The surface" error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <div className="skeleton m-3 h-80" aria-hidden />;
  return (
    <div className="grid lg:grid-cols-[minmax(0,1fr)_360px]">
      <SurfaceFigure surface={data.surface} query={query} onPick={onPick} className="lg:border-e" />
      <OutOfSample
        split={data.surface.split}
        share={split}
        onShare={(next) => change({ question: { split: next } }, "replace")}
        onPick={onPick}
      />
    </div>
  );
});

/** What the figures leave out and why; silent when nothing is. */
function NotCounted({ answer }: { readonly answer: ReportAnswer }) {
  const { excluded, otherSources } = answer;
  const parts = [
    excluded.rejected > 0 ? `${count(excluded.rejected)} rejected in review` : "",
    excluded.deleted > 0 ? `${count(excluded.deleted)} deleted` : "",
    ...otherSources.map(
      ({ source, signals }) => `${count(signals)} of source ${(sourceLabels.get(source) ?? source).toLowerCase()}`,
    ),
  ].filter((part) => part !== "");
  if (parts.length === 0) return null;
  return <p className="border-b border-line px-3 py-1 text-12 text-text-2">Not counted: {parts.join(", ")}.</p>;
}

function Nothing({ filtered, source }: { readonly filtered: boolean; readonly source: TickSource }) {
  return filtered ? (
    <Empty title="No signal matches this filter">Take a filter away above, or choose a longer span of dates.</Empty>
  ) : (
    <Empty title={`No ${source} signal yet`}>
      As soon as alerts become signals their statistics are drawn here. Another source may be chosen above.
    </Empty>
  );
}
