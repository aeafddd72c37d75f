import { Badge } from "#app/_ui/badge.tsx";
import { ProviderMark } from "./provider-mark.tsx";

export interface Later {
  provider: string;
  title: string;
}

export const clouds: readonly Later[] = [
  { provider: "aws", title: "AWS" },
  { provider: "azure", title: "Azure" },
  { provider: "gcp", title: "Google Cloud" },
  { provider: "digitalocean", title: "DigitalOcean" },
  { provider: "vultr", title: "Vultr" },
  { provider: "hetzner", title: "Hetzner" },
  { provider: "linode", title: "Linode" },
  { provider: "mtn", title: "MTN Cloud" },
];

export const channels: readonly Later[] = [
  { provider: "slack", title: "Slack" },
  { provider: "discord", title: "Discord" },
  { provider: "email", title: "Email" },
  { provider: "webhook", title: "Webhook" },
];

/** What can't be connected yet, said quietly. */
export function ComingSoon({ label, providers }: { label: string; providers: readonly Later[] }) {
  return (
    <ul aria-label={label} className="grid grid-cols-[repeat(auto-fill,minmax(min(15rem,100%),1fr))] gap-3">
      {providers.map(({ provider, title }) => (
        <li key={provider} className="flex min-h-14 items-center gap-3 rounded-lg border border-dashed px-3 py-2">
          <ProviderMark provider={provider} size="small" quiet />
          <span className="min-w-0 flex-1 truncate text-soft">{title}</span>
          <Badge>Coming soon</Badge>
        </li>
      ))}
    </ul>
  );
}
