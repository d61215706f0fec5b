/**
 * Snapshots of the engines, through the same ordered queue as everything else, so that one never runs ahead of the rows
 * it stands for. Only an optimisation of the start: how often is a matter of cost alone.
 */
import type { EpochMs } from "@/lib/market/types";
import type { ContractRun } from "@/worker/contract-run";
import type { Store } from "@/worker/store/store";

/** Ticks of a contract between two snapshots; reading as many back takes well under a second. */
export const snapshotTicksMin = 25_000;
/** How often is looked whether a snapshot is due. */
export const snapshotPeriodMs = 5000;

/** Takes the snapshots that are due; at the end of a run (`force`) all that differ from the newest one. */
export function takeSnapshots(
  runs: readonly ContractRun[],
  store: Pick<Store, "append">,
  now: EpochMs,
  force: boolean,
): void {
  for (const run of runs) {
    const { read } = run.engine.counters;
    const ticks = read - run.snapshotReads;
    if (ticks < (force ? 1 : snapshotTicksMin)) continue;
    run.snapshotReads = read;
    const { ingestId, inputId } = run.sequencer.position;
    const state = run.engine.snapshot();
    const row = { contractId: run.contract.id, ingestId, inputId, version: run.snapshotVersion, takenAt: now, state };
    store.append((batch) => batch.snapshots.push(row), false);
  }
}
