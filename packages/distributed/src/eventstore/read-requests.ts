import type { EventStoreDBClient } from "@eventstore/db-client";
import { convertGrpcRecord } from "@eventstore/db-client/dist/utils/convertGrpcEvent.js";
import shared from "@eventstore/db-client/generated/shared_pb.js";
import services from "@eventstore/db-client/generated/streams_grpc_pb.js";
import streams from "@eventstore/db-client/generated/streams_pb.js";
import { internalsOf } from "./client-internals.ts";
import type { ClientEvent } from "./stored-event.ts";

const { ReadReq } = streams;
const { Options } = ReadReq;
type Options = InstanceType<typeof ReadReq.Options>;
type Response = InstanceType<typeof streams.ReadResp>;

const FORWARDS = 0;
const BACKWARDS = 1;

const optionsFor = (limit: number, direction: 0 | 1): Options => {
  const options = new Options();
  const uuid = new Options.UUIDOption();
  uuid.setString(new shared.Empty());
  options.setUuidOption(uuid);
  options.setCount(String(limit));
  options.setReadDirection(direction);
  return options;
};

/** Events of one stream from a revision on. */
export const streamRequest = (stream: string, fromRevision: number, limit: number): Options => {
  const options = optionsFor(limit, FORWARDS);
  const wanted = new Options.StreamOptions();
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream));
  wanted.setStreamIdentifier(identifier);
  if (fromRevision > 0) wanted.setRevision(String(fromRevision));
  else wanted.setStart(new shared.Empty());
  options.setStream(wanted);
  options.setNoFilter(new shared.Empty());
  return options;
};

/**
 * Events of the whole log whose type matches; the server does the filtering, which the client's
 * `readAll` cannot ask for.
 */
export const logRequest = (from: bigint | "start" | "end", limit: number, typePattern: string): Options => {
  const options = optionsFor(limit, from === "end" ? BACKWARDS : FORWARDS);
  const wanted = new Options.AllOptions();
  if (from === "start") wanted.setStart(new shared.Empty());
  else if (from === "end") wanted.setEnd(new shared.Empty());
  else {
    const position = new Options.Position();
    position.setCommitPosition(String(from));
    position.setPreparePosition(String(from));
    wanted.setPosition(position);
  }
  options.setAll(wanted);
  const filter = new Options.FilterOptions();
  const expression = new Options.FilterOptions.Expression();
  expression.setRegex(typePattern);
  filter.setEventType(expression);
  filter.setCount(new shared.Empty());
  filter.setCheckpointintervalmultiplier(1);
  options.setFilter(filter);
  return options;
};

/**
 * Sends the request over the client's channel; the leader answers, so that what was acknowledged is
 * seen. Throws when it has not within `timeoutMs`.
 */
export const readEvents = (
  client: EventStoreDBClient,
  options: Options,
  timeoutMs: number,
): Promise<readonly ClientEvent[]> => {
  const request = new ReadReq();
  request.setOptions(options);
  const internals = internalsOf(client);
  return internals.execute(services.StreamsClient, "read", (grpc) => {
    const call = grpc.read(
      request,
      ...internals.callArguments({ requiresLeader: true, deadline: timeoutMs }),
    );
    return new Promise((resolve, reject) => {
      const events: ClientEvent[] = [];
      call.on("data", (response: Response) => {
        const record = response.getEvent()?.getEvent();
        if (record) events.push(convertGrpcRecord(record) as ClientEvent);
      });
      call.on("error", reject);
      call.on("end", () => resolve(events));
    });
  });
};
