import { mkdirSync, writeFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { openZip } from "@sogoc/files";
import { openEngines } from "@sogoc/host/engines";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLocalClient, done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { buildStandalone, type Standalone } from "../../apps/standalone/src/standalone.ts";
import { birthFields } from "../support/test-province.ts";

/** As the program of that time named them. */
const lotId = "9395cfa5-2731-8c8a-a057-276568f3a178";
const waiting = "8bb53e62-8aab-85a1-a3cf-c6e81d830826";
const underWay = "da758922-5298-8a62-a7b9-ba943722d7d3";
const reviewId = "1444f90a-e29c-8a4e-a519-b54760fb21c2";
const twins = {
  "UBND Xã Ea H'leo": "cc89727f-085f-8f7c-aaad-36c763c98f37",
  "UBND xã Ea-H'leo": "53a77494-1a8a-8496-a678-3101f7bfa1dc",
  "UBND Xã Ðắk Hà": "8eb1152d-a7c9-8ce2-a2eb-a0e4a648e2b7",
  "UBND Xã Đắk Hà": "38858f71-bce5-8618-aca0-b59f062c1cf1",
} as const;

interface Lot {
  readonly lot: {
    readonly sample: readonly { readonly recordId: string }[];
    readonly batches: readonly { readonly reviewId: string }[];
    readonly plan: object;
  };
  readonly corrected?: object | undefined;
}

describe("a store of 0.1.0", () => {
  let folder: string;
  let engines: Awaited<ReturnType<typeof openEngines>>;
  let standalone: Standalone;
  const people = new Map<string, LocalClient>();
  const as = (name: string): LocalClient => {
    const client = people.get(name);
    if (!client) throw new Error(`nobody is ${name}`);
    return client;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "sogoc-old-store-"));
    const archive = await openZip(await readFile(new URL("./old-stores/0.1.0.zip", import.meta.url)));
    for (const entry of archive.entries) {
      const file = join(folder, entry.path);
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      writeFileSync(file, await entry.read(), { mode: 0o600 });
    }
    engines = await openEngines({ engine: "embedded", folder });
    standalone = await buildStandalone({
      ports: engines,
      logger: false,
      secureCookies: false,
      signInsPerMinute: 100_000,
      secondFactorPolicy: "administrators",
      passwordCost: { memoryCost: 8, timeCost: 1, parallelism: 1 },
    });
    await standalone.settled();
    const api = createLocalClient(standalone.server);
    for (const name of ["thu", "nam", "kiem", "duyet", "chinh", "du-lieu"])
      people.set(name, await api.signIn(name, `${name}-mat-khau`));
  });
  afterAll(async () => {
    await standalone.stop();
    await engines.close();
    await rm(folder, { recursive: true });
  });

  it("asks its administrators for a second factor, and lets everybody else work on", async () => {
    expect((await as("chinh").get("accounts/v1/accounts")).body).toMatchObject({
      code: "second-factor-required",
    });
    expect((await as("nam").get("entry/v1/batches?mine=true")).status).toBe(200);
  });

  it("goes on with a batch that was under way", async () => {
    const path = `entry/v1/batches/${underWay}`;
    interface Kept {
      readonly number: string;
      readonly findings: { readonly open: number };
    }
    const { items } = done(await as("nam").get<{ items: Kept[] }>(`${path}/records`));
    // The program of that time counted no open findings: they are told by the rules of today.
    expect(items.map(({ number, findings }) => [number, findings.open])).toEqual([
      ["1", 0],
      ["2", 0],
      ["3", 0],
    ]);
    done(await as("nam").post(`${path}/records`, { fields: birthFields(4) }));
    done(await as("nam").post(`${path}/submit`));
    await standalone.settled();
  });

  it("keeps the sample that a lot has drawn, says what the tables give today, and decides by its own", async () => {
    const { lot, corrected } = done(await as("duyet").get<Lot>(`review/v1/lots/${lotId}`));
    expect(lot.sample).toHaveLength(2);
    expect(lot.plan).toMatchObject({
      inspection: "reduced",
      sampleSize: 2,
      acceptance: { key: 1, other: 1 },
    });
    // ISO 2859-1, table 2-C: letter C, AQL 10 points down to D with 3 and Ac 1.
    expect(corrected).toMatchObject({ sampleSize: 3, acceptance: { key: 1, other: 1 } });
    for (const { recordId } of lot.sample) {
      const path = `review/v1/reviews/${lot.batches[0]?.reviewId}/records/${recordId}`;
      const { revision } = done(await as("kiem").get<{ revision: number }>(path));
      done(await as("kiem").post(`${path}/check`, { recordRevision: revision, marks: [] }));
    }
    await standalone.settled();
    done(await as("duyet").post(`review/v1/lots/${lotId}/decide`, { verdict: "accepted" }));
  });

  it("gives a lot that was not formed yet the plan of today, reduced by nobody's silence", async () => {
    const body = { batchIds: [waiting] };
    const formed = done(await as("duyet").post<{ lotId: string }>("review/v1/lots", body));
    await standalone.settled();
    const { lot, corrected } = done(await as("duyet").get<Lot>(`review/v1/lots/${formed.lotId}`));
    // ISO 2859-1, tables 1 and 2-A: 9 to 15 at level III are letter C, 5 of them, Ac 1 at AQL 10.
    expect(lot.plan).toMatchObject({
      inspection: "normal",
      letter: "C",
      sampleSize: 5,
      acceptance: { key: 1, other: 1 },
    });
    expect(lot.sample).toHaveLength(5);
    expect(corrected).toBeUndefined();
  });

  it("accepts nothing with a mark that was made then and is not mended", async () => {
    const path = `review/v1/reviews/${reviewId}`;
    const { sample } = done(await as("duyet").get<{ sample: { recordId: string }[] }>(path));
    for (const { recordId } of sample) {
      const { revision, marks: shown } = done(
        await as("kiem").get<{ revision: number; marks: Record<string, string>[] }>(
          `${path}/records/${recordId}`,
        ),
      );
      const marks = shown.map(({ field, severity, reason }) => ({ field, severity, reason }));
      done(await as("kiem").post(`${path}/records/${recordId}/check`, { recordRevision: revision, marks }));
    }
    await standalone.settled();
    expect((await as("duyet").post(`${path}/accept`, {})).status).toBe(409);
  });

  it("tells of two books that may be one, and registers neither a third time", async () => {
    const [first] = Object.values(twins);
    const { items } = done(
      await as("thu").get<{ items: { id: string; unitId: string; office: string }[] }>(
        "entry/v1/books?limit=200&recordType=KH",
      ),
    );
    expect(Object.fromEntries(items.map(({ id, office }) => [office, id]))).toEqual(twins);
    const { findings } = done(
      await as("du-lieu").get<{ findings: { rule: string; subject: string; closed: string | null }[] }>(
        `reporting/v1/books/${first}/reconciliation`,
      ),
    );
    expect(findings).toMatchObject([
      { rule: "book-registered-twice", subject: "05/2009/UBND xã Ea-H'leo", closed: null },
    ]);
    const unitId = items[0]?.unitId;
    for (const office of [...Object.keys(twins), "ubnd xã ea h’leo", "UBND xã Đắk Hà"]) {
      const again = await as("thu").post("entry/v1/books", {
        unitId,
        recordType: "KH",
        bookNumber: "05/2009",
        office,
      });
      expect(again.body["code"], office).toBe("book-exists");
    }
  });
});
