import type { Metadata, Viewport } from "next";
import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import { cookies } from "next/headers";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { Clock } from "#app/_ui/clock.tsx";
import { LiveRegion } from "#app/_ui/live-region.tsx";
import { readTheme } from "#app/_ui/theme.ts";
import { ToastRegion } from "#app/_ui/toast.tsx";
import { TooltipLayer } from "#app/_ui/tooltip-layer.tsx";
import "./tokens.css";

export const metadata: Metadata = {
  title: { default: "Devpilot", template: "%s · Devpilot" },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#0f1012" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const requestedAt = await requestTime();
  const theme = readTheme((await cookies()).get("theme")?.value);

  return (
    <html lang="en" data-theme={theme} className={`${GeistSans.variable} ${GeistMono.variable}`}>
      <body>
        <Clock serverNow={requestedAt}>{children}</Clock>
        <LiveRegion />
        <ToastRegion />
        <TooltipLayer />
      </body>
    </html>
  );
}

/** Waits for a request: a page made at build time would carry no nonce, and the browser would refuse its scripts. */
async function requestTime(): Promise<number> {
  await connection();
  return Date.now();
}
