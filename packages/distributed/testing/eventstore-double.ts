import { setTimeout as pause } from "node:timers/promises";
import gossipServices from "@eventstore/db-client/generated/gossip_grpc_pb.js";
import features from "@eventstore/db-client/generated/serverfeatures_grpc_pb.js";
import featureMessages from "@eventstore/db-client/generated/serverfeatures_pb.js";
import services from "@eventstore/db-client/generated/streams_grpc_pb.js";
import type streams from "@eventstore/db-client/generated/streams_pb.js";
import userServices from "@eventstore/db-client/generated/users_grpc_pb.js";
import userMessages from "@eventstore/db-client/generated/users_pb.js";
import {
  Metadata,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  status,
} from "@grpc/grpc-js";
import { createDoubleLog, type DoubleEvent, type DoubleLog, type ProposedEvent } from "./eventstore-log.ts";
import {
  appendDenied,
  batchExpected,
  batchResponse,
  caughtUp,
  checkpointAt,
  clusterInfo,
  encodedEvent,
  type KnownMember,
  notReady,
  proposedFrom,
  streamNameOf,
  streamNotFound,
  subscriptionConfirmed,
} from "./eventstore-messages.ts";
import { createDoubleRights } from "./eventstore-rights.ts";

type ReadRequest = InstanceType<typeof streams.ReadReq>;
type ReadOptions = InstanceType<typeof streams.ReadReq.Options>;
type ReadResponse = InstanceType<typeof streams.ReadResp>;
type BatchRequest = InstanceType<typeof streams.BatchAppendReq>;
type BatchResponse = InstanceType<typeof streams.BatchAppendResp>;
type DeleteRequest = InstanceType<typeof streams.DeleteReq>;
type CreateUser = InstanceType<typeof userMessages.CreateReq>;
type Reply = (error: Error | null, answer?: unknown) => void;
type Reading = ServerWritableStream<ReadRequest, ReadResponse | Uint8Array>;

/** What the next calls meet instead of an answer. */
export interface Misbehaviour {
  /**
   * `unavailable`: refused; `not-leader`: sent to `leader`; `lost-answer`: carried out, then the
   * connection ends; `silent`: taken and never answered, gossip neither, as by a stopped process;
   * `not-ready`: as a node answers that is cut off from the others.
   */
  readonly kind: "unavailable" | "not-leader" | "lost-answer" | "silent" | "not-ready";
  readonly count: number;
  readonly leader?: number;
}

export interface EventStoreDouble {
  readonly url: string;
  readonly port: number;
  readonly log: DoubleLog;
  misbehave(how: Misbehaviour): void;
  /** Answers from now on, asked for its cluster, that these are its members. */
  gossip(members: readonly KnownMember[]): void;
  /** Milliseconds before each answer. */
  delay(ms: number): void;
  /** Events that a read or a subscription with a filter goes through in a second. */
  scanRate(perSecond: number): void;
  /** Ends every connection at once and refuses new ones until `resume`. */
  drop(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
}

const matcherOf = (options: ReadOptions): ((event: DoubleEvent) => boolean) => {
  const filter = options.getFilter();
  if (!filter) return () => true;
  const byType = filter.hasEventType();
  const expression = byType ? filter.getEventType() : filter.getStreamIdentifier();
  const pattern = expression?.getRegex() ? new RegExp(expression.getRegex()) : undefined;
  const prefixes = expression?.getPrefixList() ?? [];
  return (event) => {
    const name = byType ? (event.metadata.get("type") ?? "") : event.stream;
    return pattern ? pattern.test(name) : prefixes.some((prefix) => name.startsWith(prefix));
  };
};

/** As a true server answers, with the name of its exception. */
const failure = (code: status, exception: string, more: Readonly<Record<string, string>> = {}) => {
  const metadata = new Metadata();
  metadata.set("exception", exception);
  for (const [name, value] of Object.entries(more)) metadata.set(name, value);
  return Object.assign(new Error(exception), { code, metadata });
};
const accessDenied = () => failure(status.PERMISSION_DENIED, "access-denied");

/** By how many events the server steps where a filter names no window. */
const DEFAULT_WINDOW = 32;

/** As a true server answers where no record begins. */
const invalidPosition = () =>
  Object.assign(new Error("Unexpected FilteredReadAllResult: InvalidPosition"), { code: status.UNKNOWN });

const credentialsOf = (pair: { readonly certificate: string; readonly key: string } | undefined) =>
  pair
    ? ServerCredentials.createSsl(null, [
        { cert_chain: Buffer.from(pair.certificate), private_key: Buffer.from(pair.key) },
      ])
    : ServerCredentials.createInsecure();

/**
 * A server that speaks EventStoreDB's gRPC protocol as the client's own service definitions
 * describe it. It covers what the adapter uses: ServerFeatures, Streams.BatchAppend, and
 * Streams.Read of a stream and of the filtered log, forwards, from the end, and as a subscription.
 * It gossips what it is told to. With a certificate it has users and default rights. It does not
 * cover persistent subscriptions, deletion, scavenging or durability. It can misbehave on purpose.
 */
export const startEventStoreDouble = async (
  options: {
    readonly log?: DoubleLog;
    readonly port?: number;
    /** Speaks TLS with this certificate, and looks at everybody's rights. */
    readonly secure?: {
      readonly certificate: string;
      readonly key: string;
      readonly passwords: Map<string, string>;
    };
  } = {},
): Promise<EventStoreDouble> => {
  const log = options.log ?? createDoubleLog();
  let port = options.port ?? 0;
  let server: Server | undefined;
  let delayMs = 0;
  let scanRate = Number.POSITIVE_INFINITY;
  let trouble: { kind: Misbehaviour["kind"]; count: number; leader?: number | undefined } | undefined;

  let members: readonly KnownMember[] = [];

  const rights = options.secure && createDoubleRights(log, options.secure.passwords);

  const nextTrouble = () => {
    if (!trouble || trouble.count === 0) return undefined;
    trouble.count--;
    return trouble;
  };
  const refusal = ({ kind, leader = 0 }: { kind: Misbehaviour["kind"]; leader?: number | undefined }) => {
    const metadata = new Metadata();
    if (kind === "not-leader") {
      metadata.set("exception", "not-leader");
      metadata.set("leader-endpoint-host", "127.0.0.1");
      metadata.set("leader-endpoint-port", String(leader));
      return Object.assign(new Error("not leader"), { code: status.NOT_FOUND, metadata });
    }
    return Object.assign(new Error("server is not ready"), { code: status.UNAVAILABLE, metadata });
  };

  const readStream = (call: Reading, wanted: ReadOptions) => {
    const from = wanted.getStream();
    const name = streamNameOf(from?.getStreamIdentifier());
    const events = log.stream(name);
    if (!events) call.write(streamNotFound(name));
    const start = from?.hasRevision() ? Number(from.getRevision()) : 0;
    for (const event of events?.slice(start, start + Number(wanted.getCount())) ?? [])
      call.write(encodedEvent(event));
    call.end();
  };

  /** Waits as long as the server takes to go through one more event. */
  const createScanning = () => {
    const begun = performance.now();
    let looked = 0;
    return async (): Promise<void> => {
      looked++;
      const early = begun + (looked / scanRate) * 1_000 - performance.now();
      if (early > 5) await pause(early);
    };
  };

  const subscribe = async (call: Reading, after: number, wanted: ReadOptions) => {
    const matches = matcherOf(wanted);
    const filter = wanted.getFilter();
    const window = filter?.hasMax() ? filter.getMax() : DEFAULT_WINDOW;
    const interval = window * (filter?.getCheckpointintervalmultiplier() ?? 1);
    let index = log.indexFrom(after + 1);
    let sinceCheckpoint = 0;
    const goOn = async (scanned: () => Promise<void>) => {
      for (; index < log.events.length && !call.cancelled; index++) {
        const event = log.events[index];
        if (event && matches(event)) call.write(encodedEvent(event));
        await scanned();
        // As the server does, where the next event begins.
        const next = log.events[index + 1]?.position ?? log.end();
        if (++sinceCheckpoint % interval === 0) call.write(checkpointAt(next));
      }
    };
    call.write(subscriptionConfirmed());
    await goOn(createScanning());
    call.write(caughtUp());
    let sending: Promise<void> = Promise.resolve();
    const leave = log.onAppended(() => {
      sending = sending.then(() => goOn(async () => {}));
    });
    call.on("cancelled", leave);
    call.on("close", leave);
    await goOn(async () => {});
  };

  const readAll = async (call: Reading, wanted: ReadOptions) => {
    const from = wanted.getAll();
    const matches = matcherOf(wanted);
    const position = from?.hasPosition() ? Number(from.getPosition()?.getCommitPosition()) : -1;
    const isPlace = log.beginsAt(position) || (wanted.hasSubscription() && position === log.end());
    if (from?.hasPosition() && !isPlace) return void call.emit("error", invalidPosition());
    if (wanted.hasSubscription()) return subscribe(call, position, wanted);
    const backwards = wanted.getReadDirection() === 1;
    const step = backwards ? -1 : 1;
    const scanned = createScanning();
    let left = Number(wanted.getCount());
    for (let index = backwards ? log.events.length - 1 : log.indexFrom(position); left > 0; index += step) {
      const event = log.events[index];
      if (!event || call.cancelled) break;
      await scanned();
      if (!matches(event)) continue;
      left--;
      call.write(encodedEvent(event));
    }
    call.end();
  };

  const read = async (call: Reading) => {
    if (delayMs > 0) await pause(delayMs);
    const met = nextTrouble();
    if (met?.kind === "silent") return;
    if (met) return void call.emit("error", refusal(met));
    const wanted = call.request.getOptions();
    const name = wanted?.hasStream() ? streamNameOf(wanted.getStream()?.getStreamIdentifier()) : "$all";
    if (rights && !rights.allows(call, "$r", name)) return void call.emit("error", accessDenied());
    if (wanted?.hasStream()) readStream(call, wanted);
    else if (wanted) await readAll(call, wanted);
  };

  const batchAppend = (call: ServerDuplexStream<BatchRequest, BatchResponse>) => {
    const open = new Map<
      string,
      { options: ReturnType<BatchRequest["getOptions"]>; events: ProposedEvent[] }
    >();
    const settle = async (asked: BatchRequest, id: string) => {
      const { options, events } = open.get(id) ?? {};
      open.delete(id);
      if (!options || !events) return;
      if (delayMs > 0) await pause(delayMs);
      const met = nextTrouble();
      if (met?.kind === "silent") return;
      const stream = streamNameOf(options.getStreamIdentifier());
      const request = { correlation: asked.getCorrelationId(), stream };
      if (met?.kind === "not-ready") return void call.write(notReady(request));
      if (met && met.kind !== "lost-answer") return void call.emit("error", refusal(met));
      if (rights && !rights.allows(call, "$w", stream)) return void call.write(appendDenied(request));
      const expected = batchExpected(options);
      const appended = log.append(stream, expected, events);
      if (met) return void call.emit("error", refusal({ kind: "unavailable" }));
      call.write(batchResponse(request, expected, appended));
    };
    call.on("data", (request: BatchRequest) => {
      const id =
        request.getCorrelationId()?.getString() ?? JSON.stringify(request.getCorrelationId()?.toObject());
      const known = open.get(id) ?? { options: request.getOptions(), events: [] };
      open.set(id, known);
      known.events.push(...request.getProposedMessagesList().map(proposedFrom));
      if (request.getIsFinal()) void settle(request, id);
    });
    call.on("error", () => {});
    call.on("end", () => call.end());
  };

  /** Only of what no stream is: rights and the expected revision, with which a deletion begins. */
  const refuseDeletion = (call: ServerUnaryCall<DeleteRequest, unknown>, reply: Reply) => {
    const wanted = call.request.getOptions();
    const stream = streamNameOf(wanted?.getStreamIdentifier());
    if (rights && !rights.allows(call, "$d", stream)) return reply(accessDenied());
    const expected = { "stream-name": stream, "expected-version": String(wanted?.getRevision()) };
    reply(failure(status.FAILED_PRECONDITION, "wrong-expected-version", expected));
  };

  const createUser = (call: ServerUnaryCall<CreateUser, unknown>, reply: Reply) => {
    const wanted = call.request.getOptions();
    if (!rights?.isAdministrator(call)) return reply(accessDenied());
    const name = wanted?.getLoginName() ?? "";
    const conflict = { "login-name": name };
    if (rights.passwords.has(name))
      return reply(failure(status.FAILED_PRECONDITION, "user-conflict", conflict));
    rights.passwords.set(name, wanted?.getPassword() ?? "");
    reply(null, new userMessages.CreateResp());
  };

  const supported = () => {
    const method = new featureMessages.SupportedMethod();
    method.setServiceName("event_store.client.streams.Streams");
    method.setMethodName("BatchAppend");
    const methods = new featureMessages.SupportedMethods();
    methods.setEventStoreServerVersion("double");
    methods.addMethods(method);
    return methods;
  };

  const listen = async () => {
    const started = new Server();
    // The rest of the service answers UNIMPLEMENTED by itself.
    const { read: readMethod, ...otherMethods } = services.StreamsService;
    const responseSerialize = (response: ReadResponse | Uint8Array) =>
      Buffer.from(response instanceof Uint8Array ? response : response.serializeBinary());
    started.addService(
      { ...otherMethods, read: { ...readMethod, responseSerialize } } as never,
      { read, batchAppend, delete: refuseDeletion } as never,
    );
    started.addService(userServices.UsersService as never, { create: createUser } as never);
    started.addService(
      features.ServerFeaturesService as never,
      {
        getSupportedMethods: (_: unknown, reply: (error: null, methods: unknown) => void) =>
          reply(null, supported()),
      } as never,
    );
    started.addService(
      gossipServices.GossipService as never,
      {
        read: (_: unknown, reply: (error: null, info: unknown) => void) => {
          if (trouble?.kind !== "silent" || trouble.count === 0) reply(null, clusterInfo(members));
        },
      } as never,
    );
    port = await new Promise<number>((resolve, reject) =>
      started.bindAsync(`127.0.0.1:${port}`, credentialsOf(options.secure), (error, bound) =>
        error ? reject(error) : resolve(bound),
      ),
    );
    server = started;
  };
  await listen();

  const drop = async () => {
    server?.forceShutdown();
    server = undefined;
  };
  return {
    url: `esdb://127.0.0.1:${port}?tls=${options.secure !== undefined}`,
    port,
    log,
    misbehave: (how) => {
      trouble = { ...how };
    },
    gossip: (known) => {
      members = known;
    },
    delay: (ms) => {
      delayMs = ms;
    },
    scanRate: (perSecond) => {
      scanRate = perSecond;
    },
    drop,
    resume: listen,
    stop: drop,
  };
};
