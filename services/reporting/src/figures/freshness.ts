import type { Clock, EventStore, Subscription } from "@sogoc/core";
import { z } from "zod";
import { readModels } from "../read-models/index.ts";

/** How current an answer is; part of every answer with figures. */
export const Freshness = z.object({
  position: z.int().describe("Everything up to this position in the log is in the figures."),
  asOf: z.iso
    .datetime()
    .nullable()
    .describe("Time of the newest event in the figures; null while there is none."),
  ageMs: z
    .int()
    .min(0)
    .describe("How long the oldest event that is not in the figures has waited; 0 = none waits."),
});
export type Freshness = z.infer<typeof Freshness>;

/** Name of a read model behind a figure. */
export type ModelName = keyof typeof readModels;

/**
 * How current the read models are. Ask before the figures are read: what arrives meanwhile can only
 * make them newer than they say.
 */
export type FreshnessOf = (models: readonly ModelName[]) => Promise<Freshness>;

/** Looks at the positions of the service's subscriptions. */
export const createFreshness = (
  subscriptions: () => readonly Pick<Subscription, "consumer" | "status">[],
  { clock, store }: { readonly clock: Clock; readonly store: Pick<EventStore, "readAll" | "eventAt"> },
): FreshnessOf => {
  const timeAfter = async (position: number): Promise<string | undefined> =>
    (await store.readAll({ after: position, limit: 1 })).events[0]?.metadata.at;
  return async (models) => {
    const consumers = new Set(models.map((model) => `reporting/${readModels[model].definition.name}`));
    const subscriptionsOfModels = subscriptions().filter(({ consumer }) => consumers.has(consumer));
    const statuses = await Promise.all(subscriptionsOfModels.map((subscription) => subscription.status()));
    const position = Math.min(...statuses.map((status) => status.position));
    const waiting = statuses.some((status) => status.behind !== 0) ? await timeAfter(position) : undefined;
    return {
      position,
      asOf: (await store.eventAt(position))?.metadata.at ?? null,
      ageMs: waiting === undefined ? 0 : Math.max(0, clock.now().getTime() - Date.parse(waiting)),
    };
  };
};
