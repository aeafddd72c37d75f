/** Where everybody deploys to: one sshd, one repository, and for each rival a directory of its own. */
export interface Target {
  host: string;
  port: number;
  user: string;
  /** A private key in a file of mode 0600. */
  keyFile: string;
  /** An absolute directory on the server that exists and is empty; the live release ends up in `current` below it. */
  path: string;
  /** As the server reaches it. */
  repositoryUrl: string;
  branch: string;
}

/** Another way to deploy the same repository to the same server. */
export interface Rival {
  readonly name: string;
  /** What one deployment of it leaves out, so that the table can be read fairly. */
  readonly note: string;
  /** Installs what is missing. Resolves to null, or to the reason why this rival can't be had here. */
  install(): Promise<string | null>;
  /** Writes its configuration, and runs its own set-up where it has one. */
  prepare(target: Target): Promise<void>;
  /** One full deployment of the branch's head; rejects with what the tool said. */
  deploy(): Promise<void>;
  /** Ends what it left running in the background. */
  finish?(): Promise<void>;
}
