/** What the market-data routes have in common: the checked symbol, the clock and the answer when storage is away. */

import { systemClock } from "@/lib/clock";
import { type ContractRow, resolveSymbol } from "@/lib/db/read-contracts";
import { env } from "@/lib/env";
import { answerOrUnavailable, jsonError } from "@/lib/http/respond";
import { createLog } from "@/lib/log";
import type { EpochMs } from "@/lib/market/types";

/** Runs `answer`; a failing database becomes 503 with a sentence, the cause goes to the log. */
export function answered(answer: () => Promise<Response>): Promise<Response> {
  return answerOrUnavailable(answer, (cause) =>
    createLog("web", env().LOG_LEVEL).error({ err: cause }, "market data not readable"),
  );
}

/** Answers with `answer` for the contract that `symbol` means now; 400 for what is no symbol, 404 for one not recorded here. */
export async function answeredForSymbol(
  symbol: string,
  answer: (contract: ContractRow, now: EpochMs) => Promise<Response>,
): Promise<Response> {
  return answered(async () => {
    const now = systemClock.now();
    const resolved = await resolveSymbol(symbol, now);
    if (resolved.ok) return answer(resolved.contract, now);
    return resolved.kind === "unreadable"
      ? jsonError(400, "BAD_SYMBOL", resolved.message)
      : jsonError(404, "UNKNOWN_SYMBOL", resolved.message);
  });
}
