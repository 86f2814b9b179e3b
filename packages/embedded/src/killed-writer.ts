import { type AppendResult, GENESIS_HASH, linkEvent, NO_STREAM } from "@sogoc/core";
import { openSqliteEventStore } from "./event-store.ts";

/**
 * Run by `sigkill.spec.ts` as a process of its own: 16 clients append to their streams without end
 * and print "stream revision position" for each answer, until the process is killed.
 */
const [file = "", round = "0"] = process.argv.slice(2);
const store = openSqliteEventStore({ file });

const client = async (number: number) => {
  const stream = `book-${round}-${number}`;
  let revision = NO_STREAM;
  let previousHash = GENESIS_HASH;
  for (let step = 0; ; step++) {
    const events = Array.from({ length: 1 + (step % 3) }, (_, index) => {
      const id = `${stream}-${step}-${index}`;
      const event = linkEvent(
        {
          id,
          type: "LeafTurned",
          schema: 1,
          data: { leaf: step, text: "Tờ số ".repeat(step % 40) },
          metadata: {
            actor: { account: "acc-1", name: "Người thử", roles: ["clerk"], unit: "unit-1" },
            at: "2026-03-01T02:00:00.000Z",
            commandId: `${stream}-${step}`,
            correlationId: `${stream}-${step}`,
          },
        },
        { stream, revision: revision + 1 + index, previousHash },
      );
      previousHash = event.metadata.hash;
      return event;
    });
    const result: AppendResult = await store.append(stream, revision, events);
    if (!result.ok) throw new Error("Nobody else writes to this stream.");
    revision = result.revision;
    process.stdout.write(`${stream} ${result.revision} ${result.position}\n`);
  }
};

await Promise.all(Array.from({ length: 16 }, (_, number) => client(number)));
