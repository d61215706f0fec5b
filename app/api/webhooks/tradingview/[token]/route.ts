/**
 * POST /api/webhooks/tradingview/<token>: where TradingView alerts come in. The token names the source and is its secret.
 */
import { receiveAlert } from "./receive";

/** Takes one alert; always answers `{"outcome","code","message"}`. */
export async function POST(request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  return receiveAlert(request, (await params).token);
}
