/** Root layout: fonts, theme before the first paint, and for those who are signed in the frame with its one live connection. */
import "./globals.css";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { inter, jetbrainsMono } from "@/app/fonts";
import { AppFrame } from "@/components/frame/app-frame";
import { LiveProvider } from "@/components/live/live-provider";
import { PersonProvider } from "@/components/people/person-context";
import { bootScript } from "@/components/settings/boot-script";
import { currentPerson } from "@/lib/auth/page-guard";
import { nonceHeader } from "@/lib/auth/paths";

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

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const nonce = (await headers()).get(nonceHeader) ?? undefined;
  return (
    <html lang="en" className={`${inter.variable} ${jetbrainsMono.variable}`} suppressHydrationWarning>
      <head>
        {/* Browsers hide a nonce from the page, so what React finds differs from what it sent. */}
        <script nonce={nonce} suppressHydrationWarning>
          {bootScript}
        </script>
      </head>
      <body>
        <Frame>{children}</Frame>
      </body>
    </html>
  );
}

/** Signing in and out loads a new document, so this choice holds for as long as the document lives. */
async function Frame({ children }: { readonly children: ReactNode }) {
  const person = await currentPerson();
  if (person === null) return <main id="main">{children}</main>;
  const { name, email, role } = person;
  return (
    <PersonProvider person={{ name, email, role }}>
      <LiveProvider>
        <AppFrame>{children}</AppFrame>
      </LiveProvider>
    </PersonProvider>
  );
}
