import type { ServiceApp } from "@sogoc/http";

const EVERY_MS = 3_600_000;

/**
 * Ends expired exports every hour while the service runs. One that is ended late cannot be read in
 * the meantime, since reading checks the time itself.
 */
export const keepExpiring = (app: ServiceApp, expire: () => Promise<number>): void => {
  const look = () =>
    expire().catch((error: unknown) =>
      app.log.error({ kind: error instanceof Error ? error.name : "unknown" }, "exports could not be ended"),
    );
  const timer = setInterval(() => void look(), EVERY_MS).unref();
  app.addHook("onReady", async () => void look());
  app.addHook("onClose", async () => clearInterval(timer));
};
