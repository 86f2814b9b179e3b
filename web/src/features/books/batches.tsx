import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AskText } from "../../ui/dialog.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { BatchLine } from "./batch-line.tsx";
import { OpenBatch } from "./open-batch.tsx";
import { useBatches } from "./use-batches.ts";

/** The batches of a book: dealt out to clerks and taken back. */
export const Batches = ({ bookId, unitId }: { readonly bookId: string; readonly unitId: string }) => {
  const { t } = useTranslation();
  const [takingBack, setTakingBack] = useState<string>();
  const { batches, clerks, assign, takeBack, refresh, error } = useBatches(bookId, unitId);
  return (
    <div className="stack">
      <ProblemNote error={error} />
      {batches.map((batch) => (
        <BatchLine
          key={batch.id}
          batch={batch}
          clerks={clerks}
          isAssigning={assign.isPending}
          onAssign={(accountId) => assign.mutate({ batchId: batch.id, accountId })}
          onTakeBack={() => setTakingBack(batch.id)}
        />
      ))}
      {batches.every(({ from }) => from !== undefined) && <OpenBatch bookId={bookId} onDone={refresh} />}
      {takingBack !== undefined && (
        <AskText
          title={t("books.takeBack")}
          label={t("common.reason")}
          confirm={t("books.takeBack")}
          initial={t("books.takeBackDefault")}
          onAnswer={(reason) => {
            takeBack.mutate({ batchId: takingBack, reason });
            setTakingBack(undefined);
          }}
          onClose={() => setTakingBack(undefined)}
        />
      )}
    </div>
  );
};
