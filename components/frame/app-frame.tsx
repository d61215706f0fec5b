/**
 * What every page has around it. Lives in the root layout, so that a navigation touches neither stream nor strip.
 * A page marked `data-fill` gets exactly the window's height and scrolls inside itself; `data-fill-wide` on wide screens only.
 */
import Link from "next/link";
import type { ReactNode } from "react";
import { AlertBell } from "@/components/alerts/alert-bell";
import { AlertToasts } from "@/components/alerts/alert-toasts";
import { FeedBadge } from "@/components/frame/feed-badge";
import { Keyboard } from "@/components/frame/keyboard";
import { LiveSummary } from "@/components/frame/live-summary";
import { Mark } from "@/components/frame/mark";
import { MarketFooter } from "@/components/frame/market-footer";
import { Nav } from "@/components/frame/nav";
import { RollReminder } from "@/components/frame/roll-reminder";
import { SessionWatch } from "@/components/people/session-watch";
import { UserMenu } from "@/components/people/user-menu";
import { SettingsMenu } from "@/components/settings/settings-menu";
import { TickerStrip } from "@/components/ticker/ticker-strip";

export function AppFrame({ children }: { readonly children: ReactNode }) {
  return (
    <div className="group/frame flex min-h-dvh flex-col pb-13 has-[[data-fill]]:h-dvh has-[[data-fill]]:min-h-0 md:pb-0 lg:has-[[data-fill-wide]]:h-dvh lg:has-[[data-fill-wide]]:min-h-0">
      <a
        href="#main"
        className="sr-only rounded-4 bg-surface-3 px-3 py-2 focus:not-sr-only focus:absolute focus:top-1 focus:left-1 focus:z-30"
      >
        Skip to the page
      </a>
      <div className="sticky top-0 z-10">
        <header className="flex h-11 items-center gap-1 bg-surface-1 px-3 md:h-10">
          <Link href="/" className="touch me-3 flex items-center gap-2 text-15 font-semibold tracking-tight">
            <Mark />
            <span className="sr-only sm:not-sr-only">Excursion</span>
          </Link>
          <Nav />
          <span className="flex-1" />
          <Keyboard />
          <FeedBadge />
          <AlertBell />
          <SettingsMenu />
          <UserMenu />
        </header>
        <TickerStrip />
      </div>
      <RollReminder />
      <main
        id="main"
        className="flex min-w-0 flex-1 flex-col has-[[data-fill]]:min-h-0 has-[[data-fill]]:overflow-y-auto lg:has-[[data-fill-wide]]:min-h-0 lg:has-[[data-fill-wide]]:overflow-y-auto"
      >
        {children}
      </main>
      <MarketFooter />
      <LiveSummary />
      <AlertToasts />
      <SessionWatch />
    </div>
  );
}
