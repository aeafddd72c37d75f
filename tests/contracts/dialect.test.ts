import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { Failure } from "#lib/failure.ts";
import type { HookDialect, HookRequest } from "#lib/integrations/git/dialect.ts";
import { dialectNames, dialects } from "#lib/integrations/git/index.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { deliveryId, facts, signed, standard } from "#tests/contracts/dialect-samples.ts";
import { clientOf, hosts } from "#tests/contracts/service-hosts.ts";
import { later } from "#tests/support/later.ts";
import { runs } from "#tests/support/soak.ts";

vi.stubEnv("DEVPILOT_PRIVATE_HOSTS", "127.0.0.1");

const payloads = resolve(process.env.DEVPILOT_SHARED ?? "../shared", "payloads");
const whyNoPayloads = existsSync(payloads) ? "" : ` (not checked: recorded payloads need ${payloads})`;

const text = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const secret = Secret.of(text);
const now = new Date("2026-03-01T12:00:00Z");

describe.each(dialectNames)("deliveries of %s", async (name) => {
  const dialect: HookDialect = await dialects[name]();
  const { samples, recorded, forged, eventHeader, keyHeader } = facts[name];
  const [sample] = samples;
  const request = signed(name, sample!.event, sample!.body, text, now);
  const isTaken = (one: HookRequest, secrets = [secret]) => dialect.verify(one, secrets, now);
  const withHeaders = (headers: Record<string, string>): HookRequest => ({ body: request.body, headers });

  it("goes by the name it is registered under", () => expect(dialect.name).toBe(name));

  it.each(samples)("reads $says", ({ event, body, means }) => {
    const one = signed(name, event, body, text, now);
    expect(isTaken(one)).toBe(true);
    expect(dialect.identify(one.headers)).toEqual({ event, key: deliveryId });
    expect(dialect.read(event, one.body)).toEqual(means);
  });

  it("is no delivery without its event or its id", () => {
    for (const absent of [eventHeader, keyHeader]) {
      const headers = Object.fromEntries(
        Object.entries(request.headers).filter(([header]) => header !== absent && header !== "webhook-id"),
      );
      expect(dialect.identify(headers)).toBeNull();
    }
  });

  it("is taken with each secret that is valid now, and with no other", () => {
    const [old, other] = [Secret.of("old-secret"), Secret.of("other-secret")];
    expect(isTaken(request, [old, secret])).toBe(true);
    expect(isTaken(request, [secret, old])).toBe(true);
    expect(isTaken(request, [old, other])).toBe(false);
    expect(isTaken(request, [])).toBe(false);
    expect(isTaken(request, [Secret.of("")])).toBe(false);
  });

  it("is not taken without a signature", () => expect(isTaken(withHeaders({}))).toBe(false));

  it.each(Object.keys(forged("", text, now)))("is not taken with %s", (way) => {
    expect(isTaken(withHeaders(forged(sample!.body, text, now)[way] ?? {}), [secret, Secret.of("")])).toBe(false);
  });

  it("keeps headers that tell something, and no proof", () => {
    const proofs = Object.keys(facts[name].sign("", text, now)).filter((header) => /token|signature/.test(header));
    expect(proofs).not.toEqual([]);
    expect(dialect.kept.filter((header) => proofs.includes(header))).toEqual([]);
    expect(dialect.kept.every((header) => header === header.toLowerCase())).toBe(true);
    expect(dialect.kept).toEqual(expect.arrayContaining([eventHeader, keyHeader]));
  });

  it("is not taken with any byte changed, neither of the body nor of its proof", () => {
    const proof = Object.keys(request.headers).filter((header) => /token|signature-256|signature$/.test(header));
    const proving = proof.filter((header) => name !== "github" || header === "x-hub-signature-256");
    const place = fc.tuple(fc.constantFrom("body", ...proving), fc.nat(), fc.integer({ min: 1, max: 255 }));
    const property = fc.property(place, ([where, at, by]) => {
      const changed =
        where === "body" ? { ...request, body: flip(request.body, at, by) } : withHeaders(swap(where, at));
      expect(isTaken(changed)).toBe(false);
    });
    fc.assert(property, { numRuns: runs(500, 50_000) });
    function swap(header: string, at: number): Record<string, string> {
      const value = request.headers[header]!;
      const place = at % value.length;
      const other = value[place] === "x" ? "y" : "x";
      return { ...request.headers, [header]: value.slice(0, place) + other + value.slice(place + 1) };
    }
  });

  it("answers whatever comes with yes, no or a Failure in words, never with another exception", () => {
    const events = fc.constantFrom(...samples.map(({ event }) => event), "__proto__", "toString", "");
    const bodies = fc.oneof(
      fc.constantFrom(...samples.map(({ body }) => Buffer.from(body))).chain((body) => mutations(body)),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value))),
    );
    const names = fc.constantFrom(...Object.keys(request.headers), ...dialect.kept);
    const headers = fc.dictionary(names, fc.string({ unit: "binary", maxLength: 80 }));
    const property = fc.property(events, bodies, headers, (event, body, extra) => {
      const all = { ...request.headers, ...extra };
      expect(typeof dialect.verify({ headers: all, body }, [secret], now)).toBe("boolean");
      expect(() => dialect.identify(extra)).not.toThrow();
      expect(["push", "ping", "other", "refused"]).toContain(kindOf(dialect, event, body));
    });
    fc.assert(property, { numRuns: runs(500, 50_000) });
  });

  it.each([
    ["no JSON", "not json"],
    ["nothing", ""],
    ["a list", "[]"],
    ["null", "null"],
    ["an object of something else", '{"ref":1,"push":{"changes":{}}}'],
    ["a commit that is none", '{"ref":"refs/heads/main","before":"x","after":"$(id)"}'],
  ])("refuses %s as the body of a push", (_, body) => {
    expect(kindOf(dialect, sample!.event, Buffer.from(body))).toBe("refused");
  });

  it.skipIf(whyNoPayloads !== "").each(recorded)(`reads the recorded %s${whyNoPayloads}`, (file, event, means) => {
    const body = readFileSync(resolve(payloads, file), "utf8");
    expect(isTaken(signed(name, event, body, text, now))).toBe(true);
    expect(dialect.read(event, Buffer.from(body))).toMatchObject(means);
  });

  it("come from a hook that the adapter made, with a secret of any form", async () => {
    const received: HookRequest[] = [];
    const door = createServer((incoming, answer) => {
      void buffer(incoming).then((body) => {
        received.push({ headers: incoming.headers as Record<string, string>, body });
        answer.end();
      });
    });
    await new Promise<void>((done) => door.listen(0, "127.0.0.1", done));
    later(() => door.close());
    const host = await hosts[name].start();
    later(() => host.stop());
    host.addUser("ana");
    await host.addRepository({ path: "acme/shop" });
    const client = await clientOf(name, host, host.tokenFor("ana"));
    const { remoteId, path } = await client.repository("acme/shop");
    const url = `http://127.0.0.1:${(door.address() as AddressInfo).port}/hook`;
    for (const own of [text, "5c1e0a-plain-secret-of-a-webhook-92b7"]) {
      await client.putHook("acme/shop", { url, secret: Secret.of(own) }, null);
      const pushed = await host.push("acme/shop", "main", { "a.txt": own });
      const delivery = received.findLast(({ headers }) => dialect.identify(headers)?.event === sample!.event)!;
      expect(dialect.verify(delivery, [Secret.of(own)], new Date())).toBe(true);
      expect(dialect.verify(delivery, [Secret.of("wrong")], new Date())).toBe(false);
      expect(dialect.read(sample!.event, delivery.body)).toEqual({
        kind: "push",
        changes: [{ kind: "branch", name: "main", before: pushed.before, after: pushed.after }],
        repository: { remoteId, path },
      });
    }
  });
});

describe("signatures that others published", () => {
  interface Vector {
    header: string;
    secret: string;
    body: string;
    signature: string;
    valid: boolean;
  }
  const file = resolve(payloads, "signatures.json");
  const vectors: Vector[] = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Vector[]) : [];

  it.skipIf(whyNoPayloads !== "")(`are judged as they were published${whyNoPayloads}`, async () => {
    expect(vectors.length).toBeGreaterThan(0);
    for (const vector of vectors) {
      const name = vector.header === "X-Hub-Signature-256" ? "github" : "bitbucket";
      const headers = { [vector.header.toLowerCase()]: vector.signature };
      const dialect = await dialects[name]();
      const body = Buffer.from(vector.body);
      expect(dialect.verify({ headers, body }, [Secret.of(vector.secret)], now)).toBe(vector.valid);
    }
  });
});

describe("GitLab's two proofs", async () => {
  const dialect = await dialects.gitlab();
  const body = Buffer.from(facts.gitlab.samples[0]!.body);
  const verify = (headers: Record<string, string>) => dialect.verify({ headers, body }, [secret], now);
  const signature = standard(body.toString(), Buffer.alloc(32, 7), now);

  it("are each enough alone", () => {
    expect(verify({ "x-gitlab-token": text })).toBe(true);
    expect(verify(signature)).toBe(true);
  });

  it.each([-3_600_000, 3_600_000])("are right together by a clock that is off by %i ms, as no other proof is", (by) => {
    const old = standard(body.toString(), Buffer.alloc(32, 7), new Date(now.getTime() + by));
    expect(verify({ "x-gitlab-token": text, ...old })).toBe(true);
    expect(verify({ "x-gitlab-token": "no", ...old })).toBe(false);
    expect(verify({ "x-gitlab-token": text, ...old, "webhook-id": "another" })).toBe(false);
    expect(verify(old)).toBe(false);
  });

  it("may come with several signatures, as while a key is changed", () => {
    const two = `v1,${Buffer.alloc(32).toString("base64")} ${signature["webhook-signature"]}`;
    expect(verify({ ...signature, "webhook-signature": two })).toBe(true);
  });

  it("carry the delivery's id, the signed one first", () => {
    const headers = { "x-gitlab-event": "Push Hook", "x-gitlab-event-uuid": "an-event" };
    expect(dialect.identify(headers)?.key).toBe("an-event");
    expect(dialect.identify({ ...headers, "idempotency-key": "a-key" })?.key).toBe("a-key");
    expect(dialect.identify({ ...headers, ...signature, "idempotency-key": "a-key" })?.key).toBe(deliveryId);
  });
});

function kindOf(dialect: HookDialect, event: string, body: Buffer): string {
  try {
    return dialect.read(event, body).kind;
  } catch (error) {
    if (error instanceof Failure && error.kind === "invalid") return "refused";
    throw error;
  }
}

function flip(body: Buffer, at: number, by: number): Buffer {
  const changed = Buffer.from(body);
  const place = at % changed.length;
  changed[place] = changed[place]! ^ by;
  return changed;
}

/** Cut short, or with bytes changed in a few places. */
function mutations(body: Buffer): fc.Arbitrary<Buffer> {
  const cut = fc.nat({ max: body.length }).map((end) => body.subarray(0, end));
  const places = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 4 });
  const changed = places.map((list) => list.reduce((one, [at, by]) => flip(one, at, by), body));
  return body.length === 0 ? fc.constant(body) : fc.oneof(cut, changed);
}
