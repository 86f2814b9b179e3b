import { imageOf, outagesOf } from "./container.ts";
import { type Engine, findEngine } from "./engine.ts";
import { startEventStoreDouble } from "./eventstore-double.ts";
import { freePort } from "./processes.ts";

const local = async (): Promise<Engine> => {
  const double = await startEventStoreDouble();
  return {
    url: double.url,
    what: "a wire-level double made from the client's service definitions, not the true server",
    // Its log stays in memory as a true server's stays on disk.
    kill: double.drop,
    restart: double.resume,
    stop: double.stop,
  };
};

const container = async (): Promise<Engine> => {
  const { GenericContainer, Wait } = await import("testcontainers");
  const [image, port] = [imageOf("eventstore"), await freePort()];
  const started = await new GenericContainer(image)
    .withEnvironment({ EVENTSTORE_INSECURE: "true", EVENTSTORE_NODE_IP: "0.0.0.0" })
    .withExposedPorts({ container: 2113, host: port })
    .withWaitStrategy(Wait.forHttp("/health/live", 2113).forStatusCodeMatching((code) => code < 300))
    .start();
  return {
    url: `esdb://${started.getHost()}:${port}?tls=false`,
    what: `${image} in Docker`,
    ...(await outagesOf(started)),
    stop: async () => void (await started.stop()),
  };
};

/** There is always one: where no true server is found, the double. */
export const findEventStoreEngine = (): Promise<Engine | undefined> =>
  findEngine({ name: "EventStoreDB", variable: "SOGOC_TEST_EVENTSTORE_URL", container, local });
