import { useMutation } from "@tanstack/react-query";
import { problemOf } from "../../api/problem.ts";
import { ofSeen, send } from "../../api/requests.ts";
import { dropDraft, newCaseDraft, saveDraft } from "../../ui/keying/drafts.ts";
import type { KeyedFields } from "../../ui/keying/keyed-fields.ts";
import { isOvertaken } from "../../ui/use-made-from.ts";

interface Voided {
  readonly batchId: string;
  readonly recordId: string;
  /** Revision of the case that the form shows. */
  readonly revision: number;
  /** The case as the form shows it, to be keyed again under another number. */
  readonly fields: KeyedFields;
  /** `again`: the case waits at the desk under its new number. */
  readonly onVoided: (again: boolean) => void;
  readonly onOvertaken: () => Promise<void>;
}

/** Voids a case with a reason; with a new number it waits at the desk to be keyed again. */
export const useVoiding = ({ batchId, recordId, revision, fields, onVoided, onOvertaken }: Voided) =>
  useMutation({
    mutationFn: async (given: { readonly reason: string; readonly newNumber?: string }) => {
      const { reason, newNumber } = given;
      // Kept first: whatever happens between here and the desk, nothing that was keyed is lost.
      if (newNumber !== undefined)
        await saveDraft(newCaseDraft(batchId), { ...fields, so: { text: newNumber } });
      await send("post", "/api/entry/v1/records/{recordId}/void", {
        path: { recordId },
        header: { ...ofSeen(revision), "idempotency-key": crypto.randomUUID() },
        body: { reason },
      });
      return newNumber !== undefined;
    },
    onSuccess: onVoided,
    onError: async (error, { newNumber }) => {
      // Refused, not lost on the way: the case stands as it was, and must not be keyed a second
      // time.
      if (newNumber !== undefined && problemOf(error).status >= 400) void dropDraft(newCaseDraft(batchId));
      // Waited for: sent again before what is there now is known, it would be refused again.
      if (isOvertaken(error)) await onOvertaken();
    },
  });
