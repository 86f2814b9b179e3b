import { inTime, type Subscription, type SubscriptionStatus } from "@sogoc/core";
import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { Engines } from "./engines.ts";

/** An engine that is away must not take the figures of everything else with it. */
const ANSWER_MS = 3_000;

interface Parts {
  readonly service: string;
  readonly subscriptions: () => readonly Subscription[];
  /** Position of the last event stored. */
  readonly head: () => Promise<number>;
  readonly relay: Engines["relay"];
}

/** What several figures of one scrape are read from is asked for once. */
const askedOnce = <Result>(ask: () => Promise<Result>): (() => Promise<Result>) => {
  let asked: Promise<Result> | undefined;
  return () => {
    asked ??= ask().finally(() => {
      asked = undefined;
    });
    return asked;
  };
};

/**
 * A figure that nobody can tell at the moment is not told: the one of before would look like the
 * truth.
 */
export const addConsumers = (metrics: Registry, subscriptions: Parts["subscriptions"]): void => {
  const ask = askedOnce(async () => {
    const answers = await Promise.all(subscriptions().map((one) => inTime(one.status(), ANSWER_MS)));
    return answers.filter((status) => status !== undefined);
  });
  const gauge = (name: string, help: string, value: (status: SubscriptionStatus) => number | undefined) =>
    new Gauge({
      name,
      help,
      labelNames: ["consumer"],
      registers: [metrics],
      async collect() {
        const answers = await ask();
        this.reset();
        for (const status of answers) {
          const told = value(status);
          if (told !== undefined) this.set({ consumer: status.consumer }, told);
        }
      },
    });
  gauge(
    "sogoc_consumer_events_behind",
    "Events stored that the consumer has not handled yet",
    ({ behind }) => behind,
  );
  gauge("sogoc_consumer_events_parked", "Events that the consumer could not handle", ({ parked }) => parked);
  gauge("sogoc_consumer_waiting", "1 while the consumer waits for an engine that is away", ({ trouble }) =>
    trouble === undefined ? 0 : 1,
  );
};

/** `expiries`: what ends when, by name, in milliseconds since 1970. */
export const addExpiries = (metrics: Registry, expiries: () => Readonly<Record<string, number>>): void => {
  new Gauge({
    name: "sogoc_credential_expires_seconds",
    help: "Seconds until a certificate, the office's authority or the key that signs tokens has to be replaced",
    labelNames: ["credential"],
    registers: [metrics],
    collect() {
      this.reset();
      for (const [credential, end] of Object.entries(expiries()))
        this.set({ credential }, Math.round((end - Date.now()) / 1000));
    },
  });
};

const addRelay = (metrics: Registry, relay: NonNullable<Parts["relay"]>) => {
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers: [metrics],
      collect() {
        this.set(value());
      },
    });
  gauge("sogoc_relay_active", "1 in the process that publishes this service's events to Kafka", () =>
    relay().active ? 1 : 0,
  );
  gauge(
    "sogoc_relay_position",
    "Position in the store up to which events are published; 0 where the relay is not active",
    () => relay().position,
  );
  gauge("sogoc_relay_failing", "1 while publishing fails", () => (relay().fault === undefined ? 0 : 1));
};

/** What a process tells Prometheus besides its requests; asked for when it is scraped. */
export const serviceMetrics = ({ service, subscriptions, head, relay }: Parts): Registry => {
  const metrics = new Registry();
  metrics.setDefaultLabels({ service });
  collectDefaultMetrics({ register: metrics });
  addConsumers(metrics, subscriptions);
  new Gauge({
    name: "sogoc_store_position",
    help: "Position of the last event in the store",
    registers: [metrics],
    async collect() {
      const position = await inTime(head(), ANSWER_MS);
      if (position === undefined) this.remove();
      else this.set(position);
    },
  });
  if (relay) addRelay(metrics, relay);
  return metrics;
};
