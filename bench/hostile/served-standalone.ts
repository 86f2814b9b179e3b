import { openEngines } from "../../deploy/adapters.ts";
import { done } from "../../deploy/standalone/local-client.ts";
import { startTestProvince } from "../../deploy/standalone/test-province.ts";
import type { Served } from "./messages.ts";

// The whole standalone server on its embedded engines, with one book, in a process of its own.

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
  process.send?.({ address, unitId: commune, bookId } satisfies Served);
});

// Whoever started it is gone.
process.once("disconnect", () => process.exit(0));
