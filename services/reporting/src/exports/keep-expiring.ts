import type { ServiceApp } from "@sogoc/http";

const EVERY_MS = 3_600_000;

/**
 * Ends exports whose time is over, every hour while the service runs. One that is late is read by
 * nobody meanwhile: reading looks at the time itself.
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
