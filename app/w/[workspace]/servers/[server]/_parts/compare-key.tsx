import { Code } from "#app/_ui/code.tsx";

const command = 'for key in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf "$key"; done';

/** How a person finds out that a fingerprint is the server's own. */
export function CompareKey({ isOpen = false }: { isOpen?: boolean }) {
  return (
    <details open={isOpen} className="min-w-0">
      <summary className="w-fit rounded-sm text-soft hover:text-ink">How to check this</summary>
      <div className="mt-2 grid gap-2 text-soft">
        <p>
          Run this on the server itself, on a way that does not go through this connection: its console at your
          provider, or a session that you trust already. The fingerprint must be one of the lines that it prints.
        </p>
        <Code copyName="the command" wrap>
          {command}
        </Code>
      </div>
    </details>
  );
}
