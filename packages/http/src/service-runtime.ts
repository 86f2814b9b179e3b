import { startDirectory, type Directory } from "@sogoc/access";
import {
  type CommandHandler,
  createCommandHandler,
  type Document,
  type EventBus,
  type Projection,
  type ReadModel,
  type RecordedEvent,
  runProjection,
  runReaction,
  type ServicePorts,
  type Subscription,
} from "@sogoc/core";
import { schemaVersionOf, upcast } from "@sogoc/events";

/** The running parts of a service: its command handler, what it knows of units, its read models and processes. */
export interface ServiceRuntime {
  readonly commands: CommandHandler;
  readonly directory: Directory;
  readonly project: <Doc extends Document>(projection: Projection<Doc>) => Promise<ReadModel<Doc>>;
  readonly react: (
    name: string,
    eventTypes: readonly string[],
    react: (event: RecordedEvent) => Promise<void>,
  ) => Promise<void>;
  /** True once everything up to the position was handled, false when the time ran out first. */
  readonly caughtUp: (position: number, timeoutMs: number) => Promise<boolean>;
  readonly subscriptions: () => readonly Subscription[];
  readonly stop: () => Promise<void>;
}

/** Starts what every service has; consumers are named `<service>/<part>` so that each keeps its own place. */
export const startServiceRuntime = async (service: string, ports: ServicePorts): Promise<ServiceRuntime> => {
  const { store, readModels } = ports;
  const bus: EventBus = ports.bus;
  const subscriptions: Subscription[] = [];
  const directory = await startDirectory(bus, `${service}/directory`);
  subscriptions.push(directory.subscription);

  return {
    commands: createCommandHandler({ store, schemaOf: schemaVersionOf, upcast }),
    directory,
    async project(projection) {
      const consumer = `${service}/${projection.definition.name}`;
      const running = await runProjection({ projection, consumer, bus, readModels, store, upcast });
      subscriptions.push(running.subscription);
      return running.model;
    },
    async react(name, eventTypes, react) {
      subscriptions.push(await runReaction({ consumer: `${service}/${name}`, bus, eventTypes, upcast, react }));
    },
    async caughtUp(position, timeoutMs) {
      const all = await Promise.all(subscriptions.map((one) => one.caughtUp(position, timeoutMs)));
      return all.every(Boolean);
    },
    subscriptions: () => subscriptions,
    async stop() {
      await Promise.all(subscriptions.map((one) => one.stop()));
    },
  };
};
