/** How a repository that is given by its URL can be reached. */
export type UrlAccess = "anonymous" | "basic" | "deploy_key";

export type Scheme = "https" | "ssh" | null;

export function schemeOf(url: string): Scheme {
  if (url.trim() === "") return null;
  return /^\s*https?:/i.test(url) ? "https" : "ssh";
}

export interface AccessCard {
  value: UrlAccess | "keep";
  title: string;
  help: string;
  needs: Scheme;
}

const ways: readonly AccessCard[] = [
  { value: "anonymous", title: "Public", help: "Anybody may read it.", needs: "https" },
  { value: "basic", title: "User and token", help: "A private repository over HTTPS.", needs: "https" },
  { value: "deploy_key", title: "Deploy key", help: "Over SSH, with a key pair that Devpilot makes.", needs: "ssh" },
];

/** The ways that there are, with those switched off that another kind of address needs. */
export function accessCards(keep: AccessCard | null, scheme: Scheme) {
  return [...(keep ? [keep] : []), ...ways].map((way) => ({
    ...way,
    disabled: way.needs !== null && scheme !== null && way.needs !== scheme,
  }));
}
