import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { send } from "../../api/requests.ts";
import { BusyButton } from "../../ui/busy-button.tsx";
import { formatNumber } from "../../ui/format.ts";
import { MoreButton } from "../../ui/more-button.tsx";
import { PercentDone } from "../../ui/percent-done.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { RecordTypeFilter } from "../../ui/record-type-filter.tsx";
import { useBooks } from "../../ui/use-books.ts";
import { isWritten, useExport } from "../../ui/use-export.ts";
import { useHasRole } from "../../ui/use-session.ts";
import { ExportsList, useRefreshExports } from "./exports-list.tsx";

/** An export while it is written; afterwards it stands in the list. */
const Job = (props: { readonly exportId: string; readonly name: string; readonly onWritten: () => void }) => {
  const { t, i18n } = useTranslation();
  const { exportId, name, onWritten } = props;
  const job = useExport(exportId);
  const state = job.data;
  const finished = state?.phase === "finished";
  useEffect(() => {
    if (finished) onWritten();
  }, [finished, onWritten]);
  return (
    <section className="card stack" aria-live="polite" data-phase={state?.phase}>
      <strong>{name}</strong>
      <ProblemNote error={job.error} />
      {state && <span>{t(`export.phase.${state.phase}`)}</span>}
      {state?.failureDetail && (
        <p className="problem">{i18n.language === "en" ? state.failureDetail.en : state.failureDetail.vi}</p>
      )}
      {state && !isWritten(state.phase) && <PercentDone percent={state.percent} />}
    </section>
  );
};

/** A book out: one workbook, one zip of its scans, and the manifest that proves both. */
const StartExport = () => {
  const { t } = useTranslation();
  const refresh = useRefreshExports();
  const [jobs, setJobs] = useState<readonly { readonly id: string; readonly name: string }[]>([]);
  const [recordType, setRecordType] = useState("");
  const books = useBooks(recordType);
  const start = useMutation({
    mutationFn: async ({ bookId, name }: { readonly bookId: string; readonly name: string }) => {
      const { exportId } = await send("post", "/api/reporting/v1/exports", { body: { bookId } });
      return { id: exportId, name };
    },
    onSuccess: (job) => setJobs([job, ...jobs]),
  });
  return (
    <>
      <p className="muted small">{t("export.hint")}</p>
      <ProblemNote error={books.error ?? start.error} />
      {jobs.map(({ id, name }) => (
        <Job key={id} exportId={id} name={name} onWritten={refresh} />
      ))}
      <RecordTypeFilter value={recordType} onChange={setRecordType} />
      <table>
        <thead>
          <tr>
            <th>{t("books.type")}</th>
            <th>{t("search.book")}</th>
            <th>{t("books.office")}</th>
            <th className="number">{t("books.cases")}</th>
            <th className="number">{t("books.scans")}</th>
            <th>{t("books.work")}</th>
          </tr>
        </thead>
        <tbody>
          {(books.data?.pages ?? [])
            .flatMap(({ items }) => items)
            .filter(({ records }) => records > 0)
            .map((book) => (
              <tr key={book.id}>
                <td>{t(`recordType.${book.recordType}`)}</td>
                <td>{book.bookNumber}</td>
                <td className="small">{book.office}</td>
                <td className="number">{formatNumber(book.records)}</td>
                <td className="number">{formatNumber(book.caseScans)}</td>
                <td>
                  <BusyButton
                    type="button"
                    busy={start.isPending}
                    onClick={() => {
                      const name = `${book.recordType}-${book.bookNumber.replace("/", "-")}`;
                      start.mutate({ bookId: book.id, name });
                    }}
                  >
                    {t("export.start")}
                  </BusyButton>
                </td>
              </tr>
            ))}
        </tbody>
      </table>
      <MoreButton list={books} />
    </>
  );
};

/** Books that go out: asked for by one person, let go by another, gone after their time. */
export const Export = () => {
  const { t } = useTranslation();
  const takes = useHasRole("data-manager");
  return (
    <main className="page stack">
      <h1>{t("nav.export")}</h1>
      <ExportsList />
      {takes && <StartExport />}
    </main>
  );
};
