import type { Subscription } from "@sogoc/core";
import { createMetricsServer, createServer } from "@sogoc/http";
import { describe, expect, it } from "vitest";
import { serviceMetrics } from "./service-metrics.ts";

const subscription = (consumer: string, status: Subscription["status"]): Subscription => ({
  consumer,
  status,
  caughtUp: async () => true,
  stop: async () => {},
});

/** A service that can be scraped as often as wanted. */
const start = async (subscriptions: readonly Subscription[], head: () => Promise<number>) => {
  const metrics = serviceMetrics({
    service: "entry",
    subscriptions: () => subscriptions,
    head,
    relay: () => ({ active: true, position: 40, fault: undefined }),
  });
  const health = [{ name: "kafka", findFault: async () => "does not answer" }];
  await createServer({ logger: false, newId: () => "id", health, metrics });
  const server = createMetricsServer(metrics);
  return async () => {
    const { statusCode, body } = await server.inject("/metrics");
    expect(statusCode).toBe(200);
    return body.split("\n").filter((line) => line.startsWith("sogoc_"));
  };
};
const scrape = async (...parts: Parameters<typeof start>) => (await start(...parts))();

describe("the metrics of a service", () => {
  it("tell how far consumers and the relay are, asking each consumer once", async () => {
    let asked = 0;
    const records = subscription("entry/records", async () => {
      asked++;
      return { consumer: "entry/records", position: 38, behind: 4, parked: 1, trouble: "mongodb" };
    });
    const lines = await scrape([records], async () => 42);
    expect(asked).toBe(1);
    expect(lines).toEqual(
      expect.arrayContaining([
        'sogoc_consumer_events_behind{consumer="entry/records",service="entry"} 4',
        'sogoc_consumer_events_parked{consumer="entry/records",service="entry"} 1',
        'sogoc_consumer_waiting{consumer="entry/records",service="entry"} 1',
        'sogoc_store_position{service="entry"} 42',
        'sogoc_relay_active{service="entry"} 1',
        'sogoc_relay_position{service="entry"} 40',
        'sogoc_part_faulty{part="kafka",service="entry"} 1',
      ]),
    );
  });

  it("are still told while engines are away", async () => {
    const lost = subscription("entry/records", () => Promise.reject(new Error("no broker")));
    const lines = await scrape([lost], () => Promise.reject(new Error("no store")));
    expect(lines.join("\n")).not.toContain("entry/records");
    expect(lines).toContain('sogoc_relay_failing{service="entry"} 0');
  });

  it("tell nothing of before once an engine is away, and that the consumer waits for it", async () => {
    let isUp = true;
    const place = { consumer: "entry/records", position: 38 };
    const records = subscription("entry/records", async () =>
      isUp ? { ...place, behind: 4, parked: 1 } : { ...place, trouble: "Kafka does not answer" },
    );
    const lost = subscription("entry/books", async () => {
      if (isUp) return { consumer: "entry/books", position: 1, behind: 0, parked: 0 };
      throw new Error("no database");
    });
    const again = await start([records, lost], async () => {
      if (isUp) return 42;
      throw new Error("no store");
    });
    expect(await again()).toEqual(
      expect.arrayContaining([
        'sogoc_consumer_events_behind{consumer="entry/records",service="entry"} 4',
        'sogoc_consumer_waiting{consumer="entry/records",service="entry"} 0',
        'sogoc_consumer_waiting{consumer="entry/books",service="entry"} 0',
        'sogoc_store_position{service="entry"} 42',
      ]),
    );
    isUp = false;
    const lines = await again();
    expect(lines).toContain('sogoc_consumer_waiting{consumer="entry/records",service="entry"} 1');
    for (const gone of ["events_behind", "events_parked", "entry/books", "store_position"])
      expect(lines.join("\n")).not.toContain(gone);
  });
});
