/** What GitLab's SDK asks for, as far as it is used. */
interface Asked {
  searchParams?: Record<string, unknown>;
  body?: FormData | Record<string, unknown>;
}

interface Answered<Body> {
  body: Body;
  headers: Record<string, string>;
  status: number;
}

/** The way to GitLab in place of the SDK's own, which asks ten times again and goes past the outbound client. */
export function requesterOf(send: typeof fetch, headers: Record<string, string>) {
  return ({ url }: { url: string }) => {
    const by = (method: string) =>
      async function request<Body>(endpoint: string, { searchParams = {}, body }: Asked = {}): Promise<Answered<Body>> {
        const address = new URL(`${url.replace(/\/$/, "")}/${endpoint}`);
        for (const [name, value] of Object.entries(searchParams))
          if (value !== undefined) address.searchParams.set(snake(name), String(value));
        const json = body && Object.keys(body).length > 0 ? JSON.stringify(snakes(body)) : undefined;
        const type: Record<string, string> = json ? { "content-type": "application/json" } : {};
        const answer = await send(address, { method, body: json, headers: { ...headers, ...type } });
        const text = await answer.text();
        const data: unknown = text === "" ? null : JSON.parse(text);
        return { body: data as Body, headers: Object.fromEntries(answer.headers), status: answer.status };
      };
    return {
      get: by("GET"),
      head: by("HEAD"),
      post: by("POST"),
      put: by("PUT"),
      patch: by("PATCH"),
      delete: by("DELETE"),
    };
  };
}

/** `perPage` for the SDK is `per_page` for GitLab. */
function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function snakes(body: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).map(([name, value]: [string, unknown]) => [snake(name), value]));
}
