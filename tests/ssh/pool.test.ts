import { afterEach, describe, expect, test } from "vitest";

import type { Connection } from "#lib/ssh/connection.ts";
import { HostKeyChanged } from "#lib/ssh/host-keys.ts";
import { Pool, type PoolOptions, type PoolTarget } from "#lib/ssh/pool.ts";
import { startChaos } from "#tests/peers/ssh-chaos.ts";
import { waitUntil } from "#tests/support/process-tree.ts";
import { capture, pause, thrownBy } from "#tests/support/remote.ts";
import { hasSshd, type Sshd, startSshd } from "#tests/support/sshd.ts";

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const say = (text: string) => async (connection: Connection) =>
  (await capture(connection, `echo ${text}`)).stdout.toString().trim();

describe.runIf(hasSshd)("the pool", () => {
  test("makes one connection for many first uses at once, and keeps it for later ones", async () => {
    const { pool, sshd, target } = await pooled();
    let logins = 0;
    const counted: PoolTarget = { ...target, login: async () => (logins++, sshd.login) };
    const said = await Promise.all(Array.from({ length: 30 }, (_, index) => pool.use(counted, say(`n${index}`))));
    expect(said).toEqual(Array.from({ length: 30 }, (_, index) => `n${index}`));
    await pool.use(counted, say("later"));
    expect([logins, sshd.connections()]).toEqual([1, 1]);
  });

  test("connects anew on the next use after a connection was lost", async () => {
    const { pool, sshd, target } = await pooled();
    const running = pool.use(target, (connection) => capture(connection, "sleep 60"));
    await pause(300);
    sshd.cutConnections();
    expect((await running).outcome.kind).toBe("lost");
    expect(await pool.use(target, say("again"))).toBe("again");
  });

  test("leaves the other servers alone when one connection dies", async () => {
    const [one, other] = [await pooled(), await startSshd()];
    ends.push(() => other.stop());
    const { pool, sshd, target } = one;
    const elsewhere = pool.use(targetOf(other, "other"), (connection) => capture(connection, "sleep 0.6; echo fine"));
    const here = pool.use(target, (connection) => capture(connection, "sleep 60"));
    await pause(300);
    sshd.cutConnections();
    expect((await here).outcome.kind).toBe("lost");
    expect((await elsewhere).stdout.toString()).toBe("fine\n");
  });

  test("does not remember a connect that failed", async () => {
    const { pool, sshd, target } = await pooled();
    await sshd.stop();
    const failures = await Promise.all([1, 2].map(() => thrownBy(pool.use(target, say("x")))));
    for (const failure of failures) expect(failure).toMatchObject({ code: "refused" });
    const { pool: _, ...healed } = await pooled();
    expect(await pool.use({ ...healed.target, id: target.id }, say("back"))).toBe("back");
    const broken = { ...healed.target, id: "broken", login: () => Promise.reject(new Error("no such secret")) };
    expect((await thrownBy(pool.use(broken, say("x")))).message).toBe("no such secret");
  });

  test("hands on that a host key changed, to each who asks", async () => {
    const { pool, sshd, target } = await pooled();
    await pool.use(target, say("x"));
    await sshd.changeHostKeys();
    for (let round = 0; round < 2; round++) {
      await waitUntil("the loss is noticed", async () => {
        const failure = await pool.use(target, say("x")).catch((error: unknown) => error);
        return failure instanceof HostKeyChanged;
      });
    }
    expect(await pool.use({ ...target, hostKey: sshd.hostKey }, say("confirmed"))).toBe("confirmed");
  });

  test("closes a connection that nobody uses for a while, and not one that is in use", async () => {
    const { pool, sshd, target } = await pooled({ idleMs: 200 });
    const long = pool.use(target, (connection) => capture(connection, "sleep 0.6; echo kept"));
    await pool.use(target, say("short"));
    expect((await long).stdout.toString()).toBe("kept\n");
    expect(sshd.connections()).toBe(1);
    await waitUntil("the idle connection is closed", () => sshd.connections() === 0, 2000);
    expect(await pool.use(target, say("new"))).toBe("new");
  });

  const changes: Record<string, (pool: Pool, target: PoolTarget) => unknown> = {
    recycled: (pool, target) => pool.recycle(target.id),
    edited: (pool, target) => pool.use({ ...target, endpoint: renamed(target) }, say("x")),
  };
  for (const [how, change] of Object.entries(changes)) {
    test(`lets who works finish when a server is ${how}, and gives the next one a new connection`, async () => {
      const { pool, sshd, target } = await pooled();
      const running = pool.use(target, async (connection) => {
        await capture(connection, "sleep 0.3");
        return say("finished")(connection);
      });
      await pause(150);
      await Promise.resolve(change(pool, target));
      expect(await pool.use(target, say("next"))).toBe("next");
      expect(await running).toBe("finished");
      await waitUntil("only the newest is left", () => sshd.connections() === 1);
    });
  }

  test("closes after the running commands, in the time it is given, and takes no further work", async () => {
    const { pool, sshd, target } = await pooled();
    const short = pool.use(target, (connection) => capture(connection, "sleep 0.4; echo finished"));
    const endless = pool.use(targetOf(sshd, "second"), (connection) => capture(connection, "sleep 60"));
    await pause(200);
    const startedAt = Date.now();
    await pool.close(600);
    expect(Date.now() - startedAt).toBeLessThan(900);
    expect((await short).stdout.toString()).toBe("finished\n");
    expect((await endless).outcome.kind).toBe("lost");
    expect(await thrownBy(pool.use(target, say("x")))).toMatchObject({ code: "closing" });
  });
});

test("a connection whose sessions are used up is replaced for the next use", async () => {
  const chaos = await startChaos({ refuseSessions: Infinity });
  const pool = new Pool();
  ends.push(
    () => chaos.stop(),
    () => pool.close(100),
  );
  const login = () => Promise.resolve(chaos.login);
  const target: PoolTarget = { id: "full", endpoint: chaos.endpoint, login, hostKey: chaos.hostKey };
  for (let round = 1; round <= 2; round++) {
    expect(await thrownBy(pool.use(target, say("x")))).toMatchObject({ code: "session_refused" });
    expect(chaos.opened()).toBe(round);
  }
});

async function pooled(options: PoolOptions = {}) {
  const sshd = await startSshd();
  const pool = new Pool(options);
  ends.push(
    () => sshd.stop(),
    () => pool.close(100),
  );
  return { pool, sshd, target: targetOf(sshd, "server") };
}

function targetOf(sshd: Sshd, id: string): PoolTarget {
  return { id, endpoint: sshd.endpoint, login: () => Promise.resolve(sshd.login), hostKey: sshd.hostKey };
}

function renamed({ endpoint }: PoolTarget) {
  return { ...endpoint, host: "localhost" };
}
