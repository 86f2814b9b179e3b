import { useState } from "react";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { BatchLine } from "./batch-line.tsx";
import { OpenBatch } from "./open-batch.tsx";
import { OpenSecondCase } from "./open-second-case.tsx";
import { TakeBack } from "./take-back.tsx";
import { type Batch, useBatches } from "./use-batches.ts";

/**
 * A batch of the whole book covers every number until it is locked without some of them, or
 * withdrawn.
 */
const leavesNumbers = ({ from, status }: Batch): boolean =>
  from !== undefined || status === "locked" || status === "withdrawn";

/** The batches of a book: assigned to clerks and taken back. */
export const Batches = ({ bookId, unitId }: { readonly bookId: string; readonly unitId: string }) => {
  const [takingBack, setTakingBack] = useState<string>();
  const { batches, clerks, assign, refresh, error } = useBatches(bookId, unitId);
  const hasLocked = batches.some(({ status }) => status === "locked");
  const taken = batches.find(({ id }) => id === takingBack);
  return (
    <div className="stack">
      <ProblemNote error={error} />
      {batches.map((batch) => (
        <BatchLine
          key={batch.id}
          batch={batch}
          clerks={clerks}
          busy={assign.isPending}
          onAssign={(accountId) => assign.mutate({ batch, accountId })}
          onTakeBack={() => setTakingBack(batch.id)}
          onDone={refresh}
        />
      ))}
      {batches.every((batch) => leavesNumbers(batch)) && (
        <OpenBatch bookId={bookId} isSupplement={hasLocked} onDone={refresh} />
      )}
      {hasLocked && <OpenSecondCase bookId={bookId} onDone={refresh} />}
      {taken && <TakeBack batch={taken} onDone={refresh} onClose={() => setTakingBack(undefined)} />}
    </div>
  );
};
