import { type EventStore, type ReadModels, rebuildProjections } from "@sogoc/core";
import { upcast } from "@sogoc/events";
import type { ServiceModels } from "@sogoc/standalone/all-read-models";
import { createProgressBar } from "./progress-bar.ts";

/**
 * Builds the models of each service beside the live ones, in one reading of the log, and swaps;
 * tells a line for each.
 */
export const rebuildModels = async (options: {
  readonly models: readonly ServiceModels[];
  readonly store: EventStore;
  readonly readModelsOf: (service: string) => Promise<ReadModels>;
  readonly tell?: ((line: string) => void) | undefined;
}): Promise<void> => {
  const { models, store, readModelsOf, tell = console.log } = options;
  for (const { service, projections } of models) {
    const readModels = await readModelsOf(service);
    const bar = createProgressBar(service);
    const started = performance.now();
    const parts = projections.map((projection) => ({ projection, readModels }));
    const results = await rebuildProjections(parts, {
      store,
      upcast,
      onProgress: ({ position, head }) => bar.update(position, head),
    });
    bar.end();
    const seconds = (performance.now() - started) / 1000;
    for (const [index, { events }] of results.entries()) {
      const { name = "" } = projections[index]?.definition ?? {};
      tell(`${name.padEnd(22)} ${events.toLocaleString("vi")} sự kiện / events`);
    }
    tell(`${service.padEnd(22)} ${seconds.toFixed(2)} s`);
  }
};
