import { type Engine, findEngine } from "./engine.ts";
import { startEventStoreDouble } from "./eventstore-double.ts";

const EVENTSTORE_IMAGE = "eventstore/eventstore:23.10.7-jammy";

const local = async (): Promise<Engine> => {
  const double = await startEventStoreDouble();
  return {
    url: double.url,
    what: "a wire-level double made from the client's service definitions, not the true server",
    stop: double.stop,
  };
};

const container = async (): Promise<Engine> => {
  const { GenericContainer, Wait } = await import("testcontainers");
  const started = await new GenericContainer(EVENTSTORE_IMAGE)
    .withEnvironment({ EVENTSTORE_INSECURE: "true", EVENTSTORE_MEM_DB: "true" })
    .withExposedPorts(2113)
    .withWaitStrategy(Wait.forHttp("/health/live", 2113).forStatusCodeMatching((code) => code < 300))
    .start();
  return {
    url: `esdb://${started.getHost()}:${started.getMappedPort(2113)}?tls=false`,
    what: `${EVENTSTORE_IMAGE} in Docker`,
    stop: async () => void (await started.stop()),
  };
};

/** There is always one: where no true server is found, the double. */
export const findEventStoreEngine = (): Promise<Engine | undefined> =>
  findEngine({ name: "EventStoreDB", variable: "SOGOC_TEST_EVENTSTORE_URL", container, local });
