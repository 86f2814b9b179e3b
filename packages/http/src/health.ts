import type { FastifyInstance } from "fastify";

export interface HealthCheck {
  readonly name: string;
  /** Resolves to a short reason when the part is not ready, to undefined when it is. */
  readonly findFault: () => Promise<string | undefined>;
  /** Told as a note: the server is ready all the same. */
  readonly advisory?: boolean | undefined;
}

export const collectFaults = (health: readonly HealthCheck[]) =>
  Promise.all(health.map(async ({ name, findFault }) => ({ name, fault: await findFault() })));

/** `/health/live` while the process runs; `/health/ready` while no part has a fault. */
export const tellHealth = (app: FastifyInstance, health: readonly HealthCheck[]): void => {
  app.get("/health/live", async () => ({ status: "live" }));
  app.get("/health/ready", async (_request, reply) => {
    const found = (await collectFaults(health)).filter(({ fault }) => fault !== undefined);
    const isNote = (name: string) => health.some((check) => check.name === name && check.advisory);
    const faults = found.filter(({ name }) => !isNote(name));
    const notes = found.filter(({ name }) => isNote(name));
    return reply
      .code(faults.length === 0 ? 200 : 503)
      .send({ status: faults.length === 0 ? "ready" : "not-ready", faults, notes });
  });
};
