import { type NextRequest, NextResponse } from "next/server";
import { env } from "#lib/env.ts";

/** Browser-side protection for every page. Who may see what is decided behind the doors, never here. */
export default function proxy(request: NextRequest): NextResponse {
  const policy = contentSecurityPolicy(btoa(crypto.randomUUID()));

  // Next reads the nonce from the request's own policy and puts it on its scripts.
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);

  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  for (const [name, value] of Object.entries(fixedHeaders)) response.headers.set(name, value);
  return response;
}

// `/api` stays out: a proxy cuts request bodies at 10 MB. Built assets carry no markup to protect.
export const config = { matcher: ["/((?!api/|_next/static|_next/image|favicon.ico|icon).*)"] };

const fixedHeaders = {
  "cache-control": "private, no-store",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${forDevelopment(" 'unsafe-eval'")}`,
    `style-src 'self' ${forDevelopment("'unsafe-inline'") || `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${forDevelopment(" ws:")}`,
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** The development server evaluates scripts, inlines styles and reloads over a socket. */
function forDevelopment(source: string): string {
  return env.isProduction ? "" : source;
}
