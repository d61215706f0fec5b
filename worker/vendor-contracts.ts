/**
 * The vendor's list of dated contracts into our rows, for every root with a tape. A one-digit year is settled by the
 * vendor's own last trading day (massive-futures-api 5.2), never by the ticker alone.
 */
import { type CommandStep, saveVendorContracts, type VendorContract } from "@/lib/db/commands";
import { loadInstruments } from "@/lib/db/contracts";
import { listedRoot } from "@/lib/market/roll-schedule";
import { newYorkDate } from "@/lib/market/session";
import { normaliseSymbol } from "@/lib/market/symbol";
import type { EpochMs } from "@/lib/market/types";
import type { RestClient, RestContract } from "@/worker/feed/rest";
import { RestError } from "@/worker/feed/rest-http";

/** Reads a row of the vendor; null for what is no outright of the root or has no last trading day. */
export function vendorContractOf(row: RestContract): VendorContract | null {
  const { root, ticker, lastTradeDate, firstTradeDate } = row;
  if (lastTradeDate === null || !/^\d{4}-\d{2}-\d{2}$/.test(lastTradeDate)) return null;
  const symbol = normaliseSymbol(ticker, { refDate: lastTradeDate, roots: [listedRoot(root)] });
  if (!symbol.ok || symbol.kind !== "dated") return null;
  return { root, ticker, month: symbol.month, firstTradeDate, lastTradeDate };
}

/** Asks for every root; one step each. */
export async function refreshContracts(rest: Pick<RestClient, "contracts">, now: EpochMs): Promise<CommandStep[]> {
  const steps: CommandStep[] = [];
  for (const { root } of (await loadInstruments()).filter(({ active }) => active)) {
    try {
      const rows = await rest.contracts(root, newYorkDate(now));
      const contracts = rows.map(vendorContractOf).filter((row) => row !== null);
      const changed = await saveVendorContracts(contracts);
      const message = `${contracts.length} contracts of ${root}, ${changed} new or with another last trading day.`;
      steps.push({ name: root, ok: contracts.length > 0, message });
    } catch (error) {
      const reason = error instanceof RestError ? error.message : "the list could not be stored";
      steps.push({ name: root, ok: false, message: `The vendor's contracts of ${root} were not taken: ${reason}.` });
    }
  }
  return steps;
}
