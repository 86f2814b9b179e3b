import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { openEngines } from "@sogoc/host/engines";
import { createLocalClient, done } from "../../apps/standalone/src/local-client.ts";
import { buildStandalone } from "../../apps/standalone/src/standalone.ts";
import { startTestProvince } from "../support/test-province.ts";

/** A server on embedded engines in a folder of its own, listening on a free port. */
export const startServer = async () => {
  const folder = await mkdtemp(join(tmpdir(), "sogoc-tour-"));
  const ports = await openEngines({ engine: "embedded", folder });
  const standalone = await buildStandalone({
    ports,
    logger: false,
    secureCookies: false,
    signInsPerMinute: 100,
    secondFactorPolicy: "off",
  });
  const adminPassword = (await standalone.bootstrap({ signInName: "admin" })) ?? "";
  // The administrator changes their first password before the tour begins.
  const api = createLocalClient(standalone.server);
  const change = { currentPassword: adminPassword, newPassword: "mat-khau-quan-tri" };
  done(await (await api.signIn("admin", adminPassword)).post("accounts/v1/password", change));
  const address = await standalone.server.listen({ port: 0, host: "127.0.0.1" });
  return {
    folder,
    address,
    adminPassword: change.newPassword,
    async stop() {
      await standalone.stop();
      await ports.close();
      await rm(folder, { recursive: true });
    },
  };
};

/**
 * Registers the book in a second, empty store, imports the workbook there and answers the records.
 */
export const importIntoEmptyStore =
  (book: { readonly bookNumber: string; readonly office: string }) => async (workbook: ArrayBuffer) => {
    const folder = await mkdtemp(join(tmpdir(), "sogoc-reimport-"));
    const ports = await openEngines({ engine: "embedded", folder });
    try {
      const { person, commune, standalone } = await startTestProvince(ports);
      const keeper = await person("thu", [{ role: "book-keeper", unitId: commune }]);
      const clerk = await person("nam", [{ role: "clerk", unitId: commune }]);
      const registered = {
        unitId: commune,
        recordType: "KS",
        bookNumber: book.bookNumber,
        office: book.office,
      };
      const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", registered));
      const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId }));
      done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
      const path = `entry/v1/imports?unitId=${commune}&recordType=KS`;
      const { importId } = done(
        await clerk.upload<{ importId: string }>(path, "book.xlsx", new Uint8Array(workbook)),
      );
      const reach = async (phase: string) => {
        for (;;) {
          const state = done(await clerk.get<{ phase: string }>(`entry/v1/imports/${importId}`));
          if (state.phase === phase) return;
          if (state.phase === "failed") throw new Error(JSON.stringify(state));
          await pause(20);
        }
      };
      await reach("prepared");
      done(await clerk.get(`entry/v1/imports/${importId}/preview`));
      done(await clerk.post(`entry/v1/imports/${importId}/confirm`, { mode: "all-or-nothing" }));
      await reach("finished");
      await standalone.settled();
      const { items } = done(
        await clerk.get<{ items: unknown[] }>(`entry/v1/batches/${batchId}/records?limit=200`),
      );
      await standalone.stop();
      return items;
    } finally {
      await ports.close();
      await rm(folder, { recursive: true });
    }
  };
