import { Code } from "#app/_ui/code.tsx";

/** The public half of a pair that Devpilot made, and where it goes. */
export function PublicKey({ publicKey }: { publicKey: string }) {
  return (
    <div className="grid gap-2">
      <p>
        On the git host, add this line as a deploy key of the repository (&ldquo;Access keys&rdquo; on Bitbucket), or to
        a user who may read all the repositories that you want to deploy. Reading is enough.
      </p>
      <Code copyName="the public key" wrap>
        {publicKey}
      </Code>
    </div>
  );
}
