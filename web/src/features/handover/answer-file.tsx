import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FileButton } from "../../ui/file-button.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { upload } from "../../ui/upload.ts";
import { isOvertaken } from "../../ui/use-made-from.ts";
import { AnswerColumns } from "./answer-columns.tsx";
import { type AnswerMapping, type AnswerPreview, sheetRead } from "./answer-mapping.ts";
import type { Ledger } from "./use-handover.ts";
import type { SentWord } from "./word-to-send.ts";

const ANSWERS = "/api/review/v1/handovers/{bookId}/answers";

/**
 * The national database's answer: looked at first, its columns named by a person, then recorded.
 */
export const AnswerFile = (props: {
  readonly bookId: string;
  readonly ledger: Ledger;
  /** Cases of which the answers before have not told anything; 0 where there was none. */
  readonly withoutResult: number;
  readonly onRecorded: () => void;
  readonly onOvertaken: () => Promise<void>;
}) => {
  const { t } = useTranslation();
  const { bookId, ledger, withoutResult, onRecorded, onOvertaken } = props;
  const path = { bookId };
  const [chosen, setChosen] = useState<{ file: File; preview: AnswerPreview }>();
  const look = useMutation({
    mutationFn: async ({ file, sheet }: { file: File; sheet?: number | undefined }) => ({
      file,
      preview: await upload({ file }, `${ANSWERS}/preview`, { path, query: { sheet } }),
    }),
    onSuccess: setChosen,
  });
  const record = useMutation({
    mutationFn: ({ file, mapping, word }: { file: File; mapping: AnswerMapping; word: SentWord }) =>
      upload({ file, seen: ledger.revision }, ANSWERS, {
        path,
        query: { ...word, mapping: JSON.stringify(mapping) },
      }),
    onSuccess: () => {
      setChosen(undefined);
      onRecorded();
    },
    // The chosen file and its columns stay, to be looked at beside what is there now.
    onError: (error) => (isOvertaken(error) ? onOvertaken() : undefined),
  });
  return (
    <section className="card stack" aria-labelledby="answer-title">
      <h2 id="answer-title">{t("handover.answer")}</h2>
      {withoutResult > 0 && (
        <p data-without-result={withoutResult}>{t("handover.answerLater", { count: withoutResult })}</p>
      )}
      <p className="muted small">{t("handover.answerHint")}</p>
      <div>
        <FileButton
          label={t("handover.chooseAnswer")}
          accept=".xlsx,.csv"
          kind="primary"
          busy={look.isPending}
          onFile={(file) => look.mutate({ file })}
        />
      </div>
      <ProblemNote error={look.error ?? record.error} />
      {chosen && (
        <AnswerColumns
          key={`${chosen.file.name} ${chosen.file.lastModified} ${sheetRead(chosen.preview)}`}
          file={chosen.file}
          bookId={bookId}
          preview={chosen.preview}
          busy={record.isPending || look.isPending}
          onSheet={(sheet) => look.mutate({ file: chosen.file, sheet })}
          onMapping={(mapping, word) => record.mutate({ file: chosen.file, mapping, word })}
          onCancel={() => setChosen(undefined)}
        />
      )}
    </section>
  );
};
