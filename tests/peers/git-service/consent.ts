/** The page on which a person lets an application in, or does not. */
export function consentPage(about: {
  provider: string;
  login: string;
  scopes: string[];
  action: string;
  consent: string;
}): string {
  const scopes = about.scopes.map((scope) => `<li><code>${escape(scope)}</code></li>`).join("");
  return page(
    `Authorize Devpilot on ${about.provider}`,
    `<p>Signed in as <strong>${escape(about.login)}</strong></p>
    <p>Devpilot wants to:</p><ul>${scopes}</ul>
    <form method="post" action="${about.action}">
      <input type="hidden" name="consent" value="${about.consent}">
      <button name="decision" value="authorize">Authorize</button>
      <button name="decision" value="cancel">Cancel</button>
    </form>`,
  );
}

export function errorPage(words: string): string {
  return page("This application cannot be authorized", `<p role="alert">${escape(words)}</p>`);
}

function page(title: string, content: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title></head>
  <body><main><h1>${escape(title)}</h1>${content}</main></body></html>`;
}

function escape(text: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
