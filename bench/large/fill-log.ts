import { GENESIS_HASH, linkEvent, NO_STREAM, uuidFrom } from "@sogoc/core";
import { dataFiles, openSqliteEventStore } from "@sogoc/embedded";
import { getRecordType, toFieldValues } from "@sogoc/registers";
import { nameOf, seeded } from "../events.ts";
import { cleanBirths } from "../http/births.ts";
import { reportOnce } from "../import/messages.ts";
import type { FillJob, FillReport } from "./messages.ts";

const AT_ONCE = 1_000;
const CASES_PER_BOOK = 300;
const NAMES = ["nksHoTen", "meHoTen", "chaHoTen"] as const;

// A log of that many births of one commune, entered and, but for the first, corrected so many times
// each.

process.once("message", async ({ folder, unitId, account, records, eventsEach }: FillJob) => {
  const store = openSqliteEventStore({ file: dataFiles(folder).events, synchronous: "NORMAL" });
  const random = seeded(13);
  const births = cleanBirths();
  const type = getRecordType("KS");
  const actor = { account, name: "Người nhập", roles: ["clerk"], unit: unitId };
  const last = new Map<number, string>();

  const dataOf = (index: number) => {
    const keyed = { ...births[index % births.length], so: { raw: String(1 + (index % CASES_PER_BOOK)) } };
    const named = Object.fromEntries(NAMES.map((code) => [code, { raw: nameOf(random) }]));
    const bookNumber = `${String(1 + (Math.floor(index / CASES_PER_BOOK) % 99)).padStart(2, "0")}/2006`;
    const book = Math.floor(index / CASES_PER_BOOK);
    const { fields } = toFieldValues(type, { ...keyed, ...named, quyenSo: { raw: bookNumber } });
    return {
      recordId: uuidFrom("large", String(index)),
      bookId: uuidFrom("large-book", String(book)),
      batchId: uuidFrom("large-batch", String(book)),
      unitId,
      recordType: "KS",
      bookNumber,
      openingYear: 2006,
      number: String(1 + (index % CASES_PER_BOOK)),
      fields,
      source: "keyed",
      keyedBy: account,
      findings: { errors: 0, warnings: 0, infos: 0 },
    };
  };
  const correctionOf = (index: number, round: number) => {
    const book = Math.floor(index / CASES_PER_BOOK);
    return {
      recordId: uuidFrom("large", String(index)),
      bookId: uuidFrom("large-book", String(book)),
      batchId: uuidFrom("large-batch", String(book)),
      unitId,
      recordType: "KS",
      changes: [{ field: "chaHoTen", after: { raw: nameOf(random) } }],
      reason: `Đọc lại sổ lần ${round}`,
      correctedBy: account,
    };
  };

  for (let round = 0; round < eventsEach; round++) {
    for (let first = 0; first < records; first += AT_ONCE) {
      const writing: Promise<unknown>[] = [];
      for (let index = first; index < Math.min(records, first + AT_ONCE); index++) {
        const stream = `record-${uuidFrom("large", String(index))}`;
        const commandId = uuidFrom(stream, String(round));
        const [eventType, data] =
          round === 0 ? ["RecordEntered", dataOf(index)] : ["RecordCorrected", correctionOf(index, round)];
        const event = linkEvent(
          {
            id: uuidFrom(commandId, "0"),
            type: eventType,
            schema: 1,
            data,
            metadata: { actor, at: "2026-03-01T02:00:00.000Z", commandId, correlationId: commandId },
          },
          { stream, revision: round, previousHash: last.get(index) ?? GENESIS_HASH },
        );
        if (eventsEach > 1) last.set(index, event.metadata.hash);
        writing.push(store.append(stream, NO_STREAM + round, [event]));
      }
      await Promise.all(writing);
    }
  }
  const head = await store.head();
  await store.close();
  reportOnce<FillReport>({ head });
});

// Whoever started it is gone.
process.once("disconnect", () => process.exit(1));
