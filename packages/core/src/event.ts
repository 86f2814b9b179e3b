/** What a decider returns: a fact's name and its content, nothing about who or when. */
export interface EventData<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
}

/** Who had set a password, and when. */
export interface PasswordSetter {
  readonly account: string;
  readonly at: string;
  /** It was the first one, of an account that they had opened; or a hand in such a one. */
  readonly opened?: true | undefined;
}

/** A password that somebody else had set. */
export interface SetPassword extends PasswordSetter {
  /**
   * Whoever had set the password of who set it, then that of those: each of them may have been at
   * work in the other's name.
   */
  readonly behind?: readonly PasswordSetter[] | undefined;
}

/** Who acted, as they were at that moment: later renames or transfers do not change history. */
export interface Actor {
  readonly account: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly unit: string;
  /**
   * Who had set the password of the account, and when, until a day after the next one was chosen:
   * nobody can tell the two apart. Undefined where nobody had, and in events from before this was
   * kept.
   */
  readonly passwordSetBy?: SetPassword | undefined;
}

/** Who, when, why, and the link to the event before in the same stream. */
export interface EventMetadata {
  readonly actor: Actor;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly commandId: string;
  /**
   * What the command asked for, digested, where its sender named its id: the same id for something
   * else is told by it.
   */
  readonly commandDigest?: string | undefined;
  readonly correlationId: string;
  /** Id of the event that led to this one, where a process and not a person acted. */
  readonly causationId?: string | undefined;
  /** W3C trace context of what led to the event, where that was being traced. */
  readonly traceparent?: string | undefined;
  /** `hash` of the stream's previous event; 64 zeros for the first. */
  readonly previousHash: string;
  /** SHA-256 (hex) as computed by `hashEvent`. */
  readonly hash: string;
}

/** An event on its way into a stream, complete but for its global position. */
export interface NewEvent<E extends EventData = EventData> {
  /** UUID; appending the same id to the same stream again is a no-op. */
  readonly id: string;
  readonly type: E["type"];
  /** Version of the data's shape in the event catalogue. */
  readonly schema: number;
  readonly data: E["data"];
  readonly metadata: EventMetadata;
}

/** An event as stored. */
export type RecordedEvent<E extends EventData = EventData> = E extends EventData
  ? {
      readonly id: string;
      readonly stream: string;
      /** 0 for the first event of the stream, without gaps. */
      readonly revision: number;
      /** Place in the store's global order, rising, 1 or more. */
      readonly position: number;
      readonly type: E["type"];
      readonly schema: number;
      readonly data: E["data"];
      readonly metadata: EventMetadata;
    }
  : never;

/** The revision of a stream that does not exist yet. */
export const NO_STREAM = -1;

/** The category of a stream is the text before its first dash: `record-7f…` is in `record`. */
export const categoryOf = (stream: string): string => {
  const dash = stream.indexOf("-");
  return dash === -1 ? stream : stream.slice(0, dash);
};
