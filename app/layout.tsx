/** Root layout: fonts, theme before the first paint, the frame and the one live connection of the page. */
import "./globals.css";
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { inter, jetbrainsMono } from "@/app/fonts";
import { AppFrame } from "@/components/frame/app-frame";
import { LiveProvider } from "@/components/live/live-provider";
import { bootScript } from "@/components/settings/boot-script";

export const metadata: Metadata = {
  title: { default: "Desk · Excursion", template: "%s · Excursion" },
  description: "Live futures signal desk: ticks in, exact trades out.",
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: dark)", color: "#0e1014" },
    { media: "(prefers-color-scheme: light)", color: "#f6f7f8" },
  ],
};

export default function RootLayout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="en" className={`${inter.variable} ${jetbrainsMono.variable}`} suppressHydrationWarning>
      <head>
        <script>{bootScript}</script>
      </head>
      <body>
        <LiveProvider>
          <AppFrame>{children}</AppFrame>
        </LiveProvider>
      </body>
    </html>
  );
}
