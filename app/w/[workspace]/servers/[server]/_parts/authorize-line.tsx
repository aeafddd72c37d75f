import { Card } from "#app/_ui/card.tsx";
import { Code } from "#app/_ui/code.tsx";

type AuthorizeLineProps = { username: string; publicKey: string; line: string };

/** How the key that Devpilot made gets on the server. */
export function AuthorizeLine({ username, publicKey, line }: AuthorizeLineProps) {
  return (
    <Card title="Put Devpilot's key on the server">
      <div className="grid gap-4">
        <div className="grid gap-2">
          <p>
            Sign in to the server as <code className="font-mono text-sm">{username}</code>, run this one line, then test
            the connection.
          </p>
          <Code copyName="the line" wrap>
            {line}
          </Code>
        </div>
        <details>
          <summary className="w-fit rounded-sm text-soft hover:text-ink">Only the public key</summary>
          <div className="mt-2">
            <Code copyName="the public key" wrap>
              {publicKey}
            </Code>
          </div>
        </details>
      </div>
    </Card>
  );
}
