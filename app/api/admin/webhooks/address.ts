/** The address to paste into TradingView; it holds the token and is shown once. */
import { env } from "@/lib/env";

export function webhookAddress(token: string): string {
  return `${env().APP_URL}/api/webhooks/tradingview/${token}`;
}
