import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  canonicalJson,
  createChainVerifier,
  type Document,
  type EventStore,
  type ReadModel,
  rebuildProjection,
  type ServicePorts,
} from "@sogoc/core";
import { dataFiles, openSqliteReadModels } from "@sogoc/embedded";
import { Role, upcast } from "@sogoc/events";
import { openEngines } from "@sogoc/host/engines";
import fc from "fast-check";
import { expect } from "vitest";
import { allProjections } from "../../apps/standalone/src/all-read-models.ts";
import { done } from "../../apps/standalone/src/local-client.ts";
import { buildStandalone } from "../../apps/standalone/src/standalone.ts";
import { steps } from "./random-steps.ts";
import { acceptAll, annotateAccepted, type Desk, perform } from "./random-work.ts";
import { createTestClock, startTestProvince, type TestProvince } from "./test-province.ts";

/** What random work must have brought about, or it has proven nothing. */
const expected = [
  ...[
    "BookDetailsChanged",
    "ScanAttached",
    "NumbersAllotted",
    "BatchOpened",
    "BatchAssigned",
    "BatchTakenBack",
  ],
  ...["RecordEntered", "RecordCorrected", "RecordVoided", "RecordAnnotated", "ImportFinished"],
  ...["BatchSubmitted", "BatchReopened", "BatchLocked", "ReviewOpened", "RecordChecked", "RecordsRead"],
  ...["CorrectionRequested", "CorrectionApproved", "BookExported"],
];

const eventsOf = async function* (store: EventStore) {
  for (let after = 0; ; ) {
    const page = await store.readAll({ after, limit: 1_000 });
    yield* page.events;
    after = page.upTo;
    if (page.end) return;
  }
};

const textOf = async (model: ReadModel<Document>): Promise<string[]> => {
  const documents: string[] = [];
  for await (const document of model.all()) documents.push(String(canonicalJson(document)));
  return documents;
};

/**
 * Every read model built anew from the log into a file of its own, and held against the live one.
 */
const expectRebuiltAlike = async (ports: ServicePorts, file: string) => {
  const readModels = openSqliteReadModels({ file });
  try {
    for (const projection of allProjections) {
      const { definition } = projection;
      await rebuildProjection({ projection, store: ports.store, readModels, upcast });
      const rebuilt = await textOf(await readModels.open(definition));
      expect(await textOf(await ports.readModels.open(definition)), definition.name).toEqual(rebuilt);
    }
  } finally {
    await readModels.close();
  }
};

/**
 * Both disposable files are destroyed. Every process then sees the whole log again, and what it
 * commands in answer is known already: the log gets no further, nothing is parked, and every read
 * model is what the log says.
 */
const expectNothingTwice = async (folder: string, head: number) => {
  const { consumers, readModels } = dataFiles(folder);
  for (const file of [consumers, readModels]) await writeFile(file, Buffer.alloc(20_000, "rác "));
  const remade: string[] = [];
  const notices = { onRemade: ({ file }: { readonly file: string }) => void remade.push(file) };
  const ports = await openEngines({ engine: "embedded", folder, notices });
  const standalone = await buildStandalone({
    ports,
    logger: false,
    secureCookies: false,
    signInsPerMinute: 100,
    secondFactorPolicy: "off",
  });
  await standalone.settled();
  expect(remade.sort()).toEqual([consumers, readModels].sort());
  expect([await ports.store.head(), await ports.bus.listParked()]).toEqual([head, []]);
  await expectRebuiltAlike(ports, join(folder, "rebuilt-again.sqlite"));
  await standalone.stop();
  await ports.close();
};

/** Where `hire` has whoever manages the data. */
const DATA_MANAGER = 5;

const hire = async ({ person, commune }: TestProvince) => [
  await person("thu", [{ role: "book-keeper", unitId: commune }]),
  await person("nam", [{ role: "clerk", unitId: commune }]),
  await person("lan", [{ role: "clerk", unitId: commune }]),
  await person("hoa", [{ role: "checker", unitId: commune }]),
  await person("binh", [{ role: "acceptor", unitId: commune }]),
  await person("du-lieu", [{ role: "data-manager", unitId: commune }]),
  await person(
    "tat-ca",
    Role.options.filter((role) => role !== "auditor").map((role) => ({ role, unitId: commune })),
  ),
];

/**
 * Lets people work at random, `runs` books one after another, and builds every read model anew
 * after each: it is what the log says, to the last letter, and the chain of the log holds.
 */
export const expectRebuiltWhateverPeopleDo = async (chance: {
  readonly runs: number;
  readonly seed: number;
}): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), "sogoc-rebuild-"));
  const ports = await openEngines({ engine: "embedded", folder });
  // It stands still: however long the runs take, nobody's session ends in the middle of them.
  const clock = createTestClock(new Date().toISOString());
  const test = await startTestProvince({ ...ports, clock });
  const { standalone, commune, admin } = test;
  const people = await hire(test);
  const [keeper] = people;
  const answers = { done: 0, refused: 0 };
  let run = 0;

  await fc.assert(
    fc.asyncProperty(steps, async ([before, after]) => {
      run++;
      const number = String(run).padStart(2, "0");
      const book = {
        unitId: commune,
        recordType: "KS",
        bookNumber: `${number}/2008`,
        office: "UBND xã Mai Lâm",
      };
      const { bookId } = done(await (keeper ?? admin).post<{ bookId: string }>("entry/v1/books", book));
      const desk: Desk = {
        people,
        unitId: commune,
        bookId,
        book: number,
        batches: new Map(),
        records: new Map(),
        corrections: [],
      };
      for (const which of [0, 1, 2]) {
        await perform(desk, { do: "open", who: 0, from: 1 + 2 * which, to: 2 + 2 * which });
        await perform(desk, { do: "assign", who: 0, which, whom: 1 + (which % 2) });
      }
      const send = async (groups: typeof before) => {
        for (const together of groups) {
          for (const status of await Promise.all(together.map((step) => perform(desk, step)))) {
            expect(status).toBeLessThan(500);
            answers[status < 400 ? "done" : "refused"]++;
          }
        }
      };
      await send(before);
      await acceptAll(desk);
      await annotateAccepted(desk, DATA_MANAGER);
      await send(after);
      await standalone.settled();
      expect(await ports.bus.listParked()).toEqual([]);
      await expectRebuiltAlike(ports, join(folder, `rebuilt-${run}.sqlite`));
    }),
    { numRuns: chance.runs, seed: chance.seed, endOnFailure: true },
  );

  const verify = createChainVerifier({ gapless: true });
  const types = new Map<string, number>();
  for await (const event of eventsOf(ports.store)) {
    expect(verify(event)).toBeUndefined();
    types.set(event.type, (types.get(event.type) ?? 0) + 1);
  }
  expect(answers.done).toBeGreaterThan(100);
  expect(answers.refused).toBeGreaterThan(100);
  expect(expected.filter((type) => !types.has(type))).toEqual([]);
  const head = await ports.store.head();
  await standalone.stop();
  await ports.close();
  await expectNothingTwice(folder, head);
  await rm(folder, { recursive: true });
};
