import gossip from "@eventstore/db-client/generated/gossip_pb.js";
import shared from "@eventstore/db-client/generated/shared_pb.js";
import status from "@eventstore/db-client/generated/status_pb.js";
import streams from "@eventstore/db-client/generated/streams_pb.js";
import any from "google-protobuf/google/protobuf/any_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import type { Appended, DoubleEvent, Expected, ProposedEvent } from "./eventstore-log.ts";

type ProposedMessage =
  | InstanceType<typeof streams.AppendReq.ProposedMessage>
  | InstanceType<typeof streams.BatchAppendReq.ProposedMessage>;

export const proposedFrom = (message: ProposedMessage): ProposedEvent => ({
  id: message.getId()?.getString() ?? "",
  metadata: new Map(message.getMetadataMap().getEntryList()),
  customMetadata: message.getCustomMetadata_asU8(),
  data: message.getData_asU8(),
});

export const streamNameOf = (identifier: InstanceType<typeof shared.StreamIdentifier> | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString();

const encoded = new WeakMap<DoubleEvent, Uint8Array>();

/** The event's answer as it goes over the wire: made once, since a large log is read many times. */
export const encodedEvent = (event: DoubleEvent): Uint8Array => {
  const known = encoded.get(event) ?? eventResponse(event).serializeBinary();
  encoded.set(event, known);
  return known;
};

const eventResponse = (event: DoubleEvent) => {
  const record = new streams.ReadResp.ReadEvent.RecordedEvent();
  const id = new shared.UUID();
  id.setString(event.id);
  record.setId(id);
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Buffer.from(event.stream));
  record.setStreamIdentifier(identifier);
  record.setStreamRevision(String(event.revision));
  record.setCommitPosition(String(event.position));
  record.setPreparePosition(String(event.position));
  for (const [key, value] of event.metadata) record.getMetadataMap().set(key, value);
  record.getMetadataMap().set("created", "0");
  record.setCustomMetadata(event.customMetadata);
  record.setData(event.data);
  const resolved = new streams.ReadResp.ReadEvent();
  resolved.setEvent(record);
  resolved.setCommitPosition(String(event.position));
  const response = new streams.ReadResp();
  response.setEvent(resolved);
  return response;
};

export const streamNotFound = (name: string) => {
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Buffer.from(name));
  const missing = new streams.ReadResp.StreamNotFound();
  missing.setStreamIdentifier(identifier);
  const response = new streams.ReadResp();
  response.setStreamNotFound(missing);
  return response;
};

export const subscriptionConfirmed = () => {
  const confirmation = new streams.ReadResp.SubscriptionConfirmation();
  confirmation.setSubscriptionId(crypto.randomUUID());
  const response = new streams.ReadResp();
  response.setConfirmation(confirmation);
  return response;
};

/** How far a subscription with a filter has looked, though it found nothing. */
export const checkpointAt = (position: number) => {
  const checkpoint = new streams.ReadResp.Checkpoint();
  checkpoint.setCommitPosition(String(position));
  checkpoint.setPreparePosition(String(position));
  const response = new streams.ReadResp();
  response.setCheckpoint(checkpoint);
  return response;
};

/** All that was stored has been sent; what follows is new. */
export const caughtUp = () => {
  const response = new streams.ReadResp();
  response.setCaughtUp(new streams.ReadResp.CaughtUp());
  return response;
};

export const batchExpected = (options: InstanceType<typeof streams.BatchAppendReq.Options>): Expected => {
  if (options.hasNoStream()) return "no-stream";
  if (options.hasStreamExists()) return "stream-exists";
  return options.hasAny() ? "any" : Number(options.getStreamPosition());
};

const failureOf = (name: string, message: Uint8Array) => {
  const details = new any.Any();
  details.pack(message, `event_store.client.${name}`);
  const failure = new status.Status();
  failure.setMessage(name);
  failure.setDetails(details);
  return failure;
};

const wrongExpectedVersion = (expected: Expected, actual: number) => {
  const wrong = new shared.WrongExpectedVersion();
  if (actual < 0) wrong.setCurrentNoStream(new empty.Empty());
  else wrong.setCurrentStreamRevision(String(actual));
  if (expected === "no-stream") wrong.setExpectedNoStream(new empty.Empty());
  else if (expected === "stream-exists") wrong.setExpectedStreamExists(new empty.Empty());
  else if (expected === "any") wrong.setExpectedAny(new empty.Empty());
  else wrong.setExpectedStreamPosition(String(expected));
  return failureOf("WrongExpectedVersion", wrong.serializeBinary());
};

interface Answered {
  readonly correlation: InstanceType<typeof shared.UUID> | undefined;
  readonly stream: string;
}

const answerTo = ({ correlation, stream }: Answered) => {
  const response = new streams.BatchAppendResp();
  if (correlation) response.setCorrelationId(correlation);
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream));
  response.setStreamIdentifier(identifier);
  return response;
};

const tooLarge = (limit: number) => {
  const exceeded = new shared.MaximumAppendSizeExceeded();
  exceeded.setMaxappendsize(limit);
  return failureOf("MaximumAppendSizeExceeded", exceeded.serializeBinary());
};

/** As a node answers an append that has no leader to give it to. */
export const notReady = (request: Answered) => {
  const response = answerTo(request);
  response.setError(failureOf("Server Is Not Ready", new Uint8Array()));
  return response;
};

/** As a server answers an append that its caller has no right to. */
export const appendDenied = (request: Answered) => {
  const response = answerTo(request);
  response.setError(failureOf("AccessDenied", new shared.AccessDenied().serializeBinary()));
  return response;
};

/** What nodes know of each other. */
export interface KnownMember {
  readonly port: number;
  readonly isAlive: boolean;
  readonly leads: boolean;
}

export const clusterInfo = (members: readonly KnownMember[]) => {
  const info = new gossip.ClusterInfo();
  for (const { port, isAlive, leads } of members) {
    const member = new gossip.MemberInfo();
    const id = new shared.UUID();
    id.setString(crypto.randomUUID());
    member.setInstanceId(id);
    member.setTimeStamp("0");
    const { LEADER, FOLLOWER } = gossip.MemberInfo.VNodeState;
    member.setState(leads ? LEADER : FOLLOWER);
    member.setIsAlive(isAlive);
    const endPoint = new gossip.EndPoint();
    endPoint.setAddress("127.0.0.1");
    endPoint.setPort(port);
    member.setHttpEndPoint(endPoint);
    info.addMembers(member);
  }
  return info;
};

export const batchResponse = (request: Answered, expected: Expected, appended: Appended) => {
  const response = answerTo(request);
  if (!appended.ok) {
    response.setError(
      "limit" in appended ? tooLarge(appended.limit) : wrongExpectedVersion(expected, appended.actual),
    );
    return response;
  }
  const success = new streams.BatchAppendResp.Success();
  success.setCurrentRevision(String(appended.revision));
  if (appended.position === undefined) success.setNoPosition(new empty.Empty());
  else {
    const position = new shared.AllStreamPosition();
    position.setCommitPosition(String(appended.position));
    position.setPreparePosition(String(appended.position));
    success.setPosition(position);
  }
  response.setSuccess(success);
  return response;
};
