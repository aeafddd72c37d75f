import { Code } from "#app/_ui/code.tsx";

/** The public half of an app's deploy key, and where it goes. */
export function DeployKey({ publicKey }: { publicKey: string }) {
  return (
    <div className="grid gap-2">
      <p>
        On the git host, open the repository&rsquo;s settings, find &ldquo;Deploy keys&rdquo; (&ldquo;Access keys&rdquo;
        on Bitbucket), and add this line. Reading is enough.
      </p>
      <Code copyName="the deploy key" wrap>
        {publicKey}
      </Code>
    </div>
  );
}
