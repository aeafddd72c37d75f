import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { openPage, type PageOf } from "#lib/access/page.ts";

export const metadata: Metadata = { title: "Not found" };

/** An address that no page has: what is said of it depends on who asks, as everywhere. */
export default async function UnknownPage({ params }: PageOf<"/w/[workspace]/[...rest]">) {
  await openPage("/w/[workspace]/[...rest]", params);
  notFound();
}
