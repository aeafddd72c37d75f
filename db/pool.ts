import pg from "pg";

type Taken = (error: Error | undefined, client: pg.PoolClient | undefined, release: () => void) => void;

/** Connections that are taken and given back, at most ten. */
export class ConnectionPool extends pg.Pool {
  constructor(url: string) {
    super({ connectionString: url, max: 10, application_name: "devpilot", keepAlive: true, connectionTimeoutMillis });
    // Whoever waits for an answer on a connection that breaks is told; where nobody does, it is no news.
    this.on("error", () => undefined);
    this.on("connect", (client) => void client.on("error", () => undefined));
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Taken): void;
  override connect(callback?: Taken): Promise<pg.PoolClient> | void {
    return callback ? super.connect(callback) : super.connect().then(givenUpWhenBroken);
  }
}

/** Also of the wait until a connection is free. */
const connectionTimeoutMillis = 30_000;

/**
 * A transaction whose `begin` fails never gives its connection back. One that breaks is given up by itself, else each
 * restart of the database would leave fewer of them.
 */
function givenUpWhenBroken(client: pg.PoolClient): pg.PoolClient {
  const giveBack = client.release.bind(client);
  const giveUp = () => client.release(true);
  client.once("end", giveUp);
  client.release = (error) => {
    client.release = () => undefined;
    client.off("end", giveUp);
    giveBack(error);
  };
  return client;
}

/** Works with one connection of its own, and ends it. */
export async function withConnection<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
