import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { distributedFrom } from "./sides.ts";

const template = new URL("../../../../deploy/kubernetes/secret.template.yaml", import.meta.url);
/** As they are in the form that is filled in: empty. */
const unfilled = Object.fromEntries(
  [...readFileSync(template, "utf8").matchAll(/^ {2}(SOGOC_\w+): ""$/gm)].map(([, name = ""]) => [name, ""]),
);
const engines = {
  SOGOC_EVENTSTORE_URL: "esdb://127.0.0.1:2113?tls=false",
  SOGOC_MONGODB_URL: "mongodb://127.0.0.1:27017/",
  SOGOC_KAFKA_BROKERS: "127.0.0.1:9092",
};

describe("the servers that the environment names", () => {
  it("are those of the form with nothing filled in but the addresses", () => {
    expect(Object.keys(unfilled)).toContain("SOGOC_KAFKA_PASSWORD");
    expect(distributedFrom({ ...unfilled, SOGOC_EVENTSTORE_NAMESPACE: "", ...engines })).toEqual({
      engine: "distributed",
      eventStore: { url: engines.SOGOC_EVENTSTORE_URL },
      mongo: { url: engines.SOGOC_MONGODB_URL, database: "sogoc" },
      kafka: { brokers: ["127.0.0.1:9092"], prefix: "sogoc", ssl: false },
    });
  });

  it("are spoken to with an account where both halves of it are given, and refused with one", () => {
    const account = { SOGOC_KAFKA_USER: "sogoc", SOGOC_KAFKA_PASSWORD: "bí mật" };
    expect(distributedFrom({ ...engines, ...account })).toMatchObject({
      kafka: { sasl: { mechanism: "scram-sha-512", username: "sogoc", password: "bí mật" } },
    });
    expect(() => distributedFrom({ ...engines, ...account, SOGOC_KAFKA_PASSWORD: "" })).toThrow(
      "both or neither",
    );
    expect(() => distributedFrom(unfilled)).toThrow("SOGOC_EVENTSTORE_URL");
  });
});
