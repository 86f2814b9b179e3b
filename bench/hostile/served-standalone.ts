import { openEngines } from "@sogoc/host/engines";
import { done } from "../../apps/standalone/src/local-client.ts";
import { startTestProvince } from "../../tests/support/test-province.ts";
import { percentile } from "../harness.ts";
import type { Held, Served } from "./messages.ts";

// The whole standalone server on its embedded engines, with one book, in a process of its own.

/**
 * Processor time of this thread from turn to turn of the event loop: what others do to the machine
 * does not count, and a piece of work that lets nobody in counts whole.
 */
const watchTurns = () => {
  let last = process.threadCpuUsage();
  let turns: number[] = [];
  setInterval(() => {
    const now = process.threadCpuUsage();
    turns.push((now.user + now.system - last.user - last.system) / 1_000);
    last = now;
  }, 1);
  return (): Held => {
    const sorted = turns.sort((a, b) => a - b);
    turns = [];
    return { longest: sorted.at(-1) ?? 0, p99: percentile(sorted, 0.99) };
  };
};

process.once("message", async ({ folder }: { readonly folder: string }) => {
  const ports = await openEngines({ engine: "embedded", folder });
  const { standalone, person, commune } = await startTestProvince(ports);
  const roles = ["book-keeper", "clerk"] as const;
  const keeper = await person(
    "thu",
    roles.map((role) => ({ role, unitId: commune })),
  );
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã" };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  await standalone.settled();
  const address = await standalone.server.listen({ port: 0, host: "127.0.0.1" });
  const held = watchTurns();
  process.on("message", () => process.send?.(held()));
  process.send?.({ address, unitId: commune, bookId } satisfies Served);
});

// Whoever started it is gone.
process.once("disconnect", () => process.exit(0));
