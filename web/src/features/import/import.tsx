import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FileButton } from "../../ui/file-button.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { RecordTypeOptions } from "../../ui/record-type-options.tsx";
import { useHasRole, useSession } from "../../ui/use-session.ts";
import { ImportProgress } from "./import-progress.tsx";
import { Preview } from "./preview.tsx";
import { useImport } from "./use-import.ts";

/** A workbook in: sent, looked over with its problems, then written or thrown away. */
export const Import = () => {
  const { t } = useTranslation();
  const session = useSession();
  const keeper = useHasRole("book-keeper");
  const grants = session?.account.grants ?? [];
  const unitId = grants.find(({ role }) => role === "clerk" || role === "book-keeper")?.unitId ?? "";
  const [recordType, setRecordType] = useState("KS");
  const [openBatches, setOpenBatches] = useState(keeper);
  const { job, preview, begin, confirm, discard, errors, error } = useImport({
    unitId,
    recordType,
    openBatches,
  });
  const [restoredRowsSeen, setRestoredRowsSeen] = useState(false);
  const choosing = job === undefined || ["finished", "failed", "discarded"].includes(job.phase);
  return (
    <main className="page stack">
      <h1>{t("nav.import")}</h1>
      {choosing && (
        <div className="card row">
          <div className="field">
            <label htmlFor="import-type">{t("books.type")}</label>
            <select
              id="import-type"
              value={recordType}
              onChange={(event) => setRecordType(event.target.value)}
            >
              <RecordTypeOptions />
            </select>
          </div>
          {keeper && (
            <label className="row grow">
              <input
                type="checkbox"
                checked={openBatches}
                onChange={(event) => setOpenBatches(event.target.checked)}
              />
              {t("import.openBatches")}
            </label>
          )}
          <FileButton
            kind="primary"
            label={t("import.choose")}
            accept=".xlsx,.csv"
            busy={begin.isPending}
            onFile={(file) => {
              setRestoredRowsSeen(false);
              begin.mutate(file);
            }}
          />
        </div>
      )}
      <p className="muted small">{t("import.hint")}</p>
      <ProblemNote error={error} />
      {job && (
        <ImportProgress
          job={job}
          isShown={preview !== undefined}
          restoredRowsSeen={restoredRowsSeen}
          confirm={confirm}
          discard={discard}
          errors={errors}
        />
      )}
      {job?.phase === "prepared" && preview && (
        <Preview preview={preview} seen={restoredRowsSeen} onSeen={setRestoredRowsSeen} />
      )}
    </main>
  );
};
