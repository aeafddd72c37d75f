type TokenHelpProps = { token: { hint: string; makeUrl: string } };

/** Where a token is made, and with what. */
export function TokenHelp({ token: { hint, makeUrl } }: TokenHelpProps) {
  return (
    <>
      {hint}{" "}
      <a
        href={makeUrl}
        target="_blank"
        rel="noreferrer"
        className="rounded-sm text-accent underline underline-offset-2"
      >
        Make one on {new URL(makeUrl).host}
      </a>
    </>
  );
}
