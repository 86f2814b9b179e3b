import type { Subscription } from "@sogoc/core";
import { Gauge, Registry } from "prom-client";
import type { Engines } from "../adapters.ts";

/** Gauges of consumers and of the relay, asked for when they are scraped. */
export const serviceMetrics = (
  subscriptions: () => readonly Subscription[],
  relay: Engines["relay"],
): Registry => {
  const metrics = new Registry();
  const perConsumer = (name: string, help: string, value: "behind" | "parked") =>
    new Gauge({
      name,
      help,
      labelNames: ["consumer"],
      registers: [metrics],
      async collect() {
        for (const status of await Promise.all(subscriptions().map((one) => one.status()))) {
          this.set({ consumer: status.consumer }, status[value]);
        }
      },
    });
  perConsumer(
    "sogoc_consumer_events_behind",
    "Events stored that the consumer has not handled yet",
    "behind",
  );
  perConsumer("sogoc_consumer_events_parked", "Events that the consumer could not handle", "parked");
  if (!relay) return metrics;
  new Gauge({
    name: "sogoc_relay_active",
    help: "1 in the process that publishes this service's events to Kafka",
    registers: [metrics],
    collect() {
      this.set(relay().active ? 1 : 0);
    },
  });
  new Gauge({
    name: "sogoc_relay_position",
    help: "Position in the store up to which events are published; 0 where the relay is not active",
    registers: [metrics],
    collect() {
      this.set(relay().position);
    },
  });
  new Gauge({
    name: "sogoc_relay_failing",
    help: "1 while publishing fails",
    registers: [metrics],
    collect() {
      this.set(relay().fault === undefined ? 0 : 1);
    },
  });
  return metrics;
};
