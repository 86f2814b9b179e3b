import { useRef } from "react";
import { currentSession } from "../../api/session.ts";
import { useAtPage } from "../use-at-page.ts";
import type { OutgoingRecord, Trouble } from "./drafts.ts";
import { hasUnconfirmed, isUntouched, type KeyedFields, seenIn, toKeyedValues } from "./keyed-fields.ts";
import { deliver, keep, sendKept } from "./outbox.ts";

/** What a desk does with its form around a case that leaves it. */
interface Leaving {
  /** Told once a case really leaves. */
  readonly begin: () => void;
  /** The case after it takes the form. */
  readonly goOn: (saved: KeyedFields) => Promise<void>;
  /** A refused case returns; false where it could not be put into the form. */
  readonly bringBack: (record: OutgoingRecord, refusal: Trouble) => Promise<boolean>;
  /** A case that never left the form is refused. */
  readonly refuse: (refusal: Trouble) => void;
  /** Something in it was carried over and is unconfirmed: the form waits for that. */
  readonly confirm: () => void;
}

/**
 * The form goes on as soon as the case is kept here: what is typed next belongs to the next case.
 * What the server says comes after; a refused case returns by itself while nothing was typed, and
 * else waits above the form. Where nothing can be kept, the form waits for the server.
 */
export const useSendOff = (fieldsNow: () => KeyedFields) => {
  const leaving = useRef(false);
  const atDesk = useAtPage();
  return async (
    what: Omit<OutgoingRecord, "key" | "account" | "fields" | "seen" | "draft">,
    { begin, goOn, bringBack, refuse, confirm }: Leaving,
  ): Promise<void> => {
    const draft = fieldsNow();
    if (leaving.current || isUntouched(draft)) return;
    if (hasUnconfirmed(draft)) {
      confirm();
      return;
    }
    leaving.current = true;
    begin();
    const record: OutgoingRecord = {
      ...what,
      key: crypto.randomUUID(),
      account: currentSession()?.account.id ?? "",
      fields: toKeyedValues(draft),
      seen: seenIn(draft),
      draft,
    };
    try {
      if (await keep(record)) {
        // Whatever becomes of the form, the case is on its way.
        await goOn(draft).finally(() => {
          void sendKept(record, async (refusal) =>
            atDesk.current && isUntouched(fieldsNow()) ? bringBack(record, refusal) : false,
          );
        });
        return;
      }
      const answer = await deliver(record);
      if (answer === undefined) await goOn(draft);
      else if (answer !== "later") refuse(answer);
    } finally {
      leaving.current = false;
    }
  };
};
