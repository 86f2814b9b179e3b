import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readServiceSettings, ServiceEnvironment } from "./service-config.ts";
import { findUnknownSettings } from "./unknown-settings.ts";

const sound = {
  SOGOC_EVENTSTORE_URL: "esdb://127.0.0.1:2113?tls=false",
  SOGOC_KAFKA_BROKERS: "127.0.0.1:9092",
  SOGOC_MONGODB_URL: "mongodb://127.0.0.1:27017/",
  SOGOC_JWKS_URL: "http://127.0.0.1:8158/api/accounts/v1/jwks.json",
};

describe("the settings of a service", () => {
  it("have defaults for what is not required", () => {
    expect(readServiceSettings("entry", sound)).toMatchObject({
      PORT: 8158,
      SOGOC_KAFKA_PREFIX: "sogoc",
      SOGOC_KAFKA_PARTITIONS: 6,
      HOST: "127.0.0.1",
    });
  });

  it("are refused by name, all at once", () => {
    const wrong = { ...sound, PORT: "many", SOGOC_MONGODB_URL: "postgres://x", SOGOC_KAFKA_TLS: "perhaps" };
    const { SOGOC_KAFKA_BROKERS: _, ...missing } = wrong;
    for (const name of ["PORT", "SOGOC_MONGODB_URL", "SOGOC_KAFKA_TLS", "SOGOC_KAFKA_BROKERS"]) {
      expect(() => readServiceSettings("entry", missing)).toThrow(name);
    }
  });

  it("need the public keys of accounts everywhere but there", () => {
    const { SOGOC_JWKS_URL: _, ...without } = sound;
    expect(() => readServiceSettings("review", without)).toThrow("SOGOC_JWKS_URL");
    expect(readServiceSettings("accounts", without).SOGOC_FIRST_ADMIN).toBe("admin");
  });

  it("take a broker's user and password together or not at all", () => {
    expect(() => readServiceSettings("entry", { ...sound, SOGOC_KAFKA_USER: "sogoc" })).toThrow(
      "SOGOC_KAFKA_PASSWORD",
    );
  });

  it("that are wrong end a service with words and no stack, after what is misspelt", async () => {
    const program = fileURLToPath(new URL("../../../services/entry/src/main.ts", import.meta.url));
    const env = { ...process.env, ...sound, SOGOC_MONGODB_URL: "", SOGOC_MONGO_URL: "mongodb://x/" };
    const told = await new Promise<string>((resolve, reject) => {
      execFile(process.execPath, [program], { env }, (error, _out, complaint) =>
        error?.code === 1 ? resolve(complaint) : reject(new Error(`exit code ${error?.code}`)),
      );
    });
    expect(told).toMatch(/"warn".*SOGOC_MONGO_URL .*SOGOC_MONGODB_URL[\s\S]*\nCấu hình sai/);
    expect(told).toContain("SOGOC_MONGODB_URL: chưa được đặt / is not set");
    expect(told).not.toMatch(/^ *at /m);
  });

  it("are missed by their nearest name, but for what Kubernetes, the image and the tests set", () => {
    const told = findUnknownSettings(
      {
        SOGOC_KAFKA_BROKER: "x",
        SOGOC_DATA: "/data",
        SOGOC_TEST_OUTAGE_MS: "1",
        SOGOC_ENTRY_SERVICE_HOST: "10.0.0.1",
        SOGOC_ENTRY_SERVICE_PORT_HTTP: "8158",
        SOGOC_ENTRY_PORT: "tcp://10.0.0.1:8158",
        SOGOC_ENTRY_PORT_8158_TCP_ADDR: "10.0.0.1",
        SOGOC_EMPTY: "",
      },
      ServiceEnvironment.shape,
    );
    expect(told).toEqual([expect.stringMatching(/SOGOC_KAFKA_BROKER .* SOGOC_KAFKA_BROKERS \//)]);
  });

  it("are all documented", () => {
    const readme = readFileSync(new URL("../../../deploy/README.md", import.meta.url), "utf8");
    for (const [name, schema] of Object.entries(ServiceEnvironment.shape)) {
      expect(readme).toContain(`\`${name}\``);
      expect(schema.description).toBeTruthy();
    }
  });
});
