import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "wouter";
import { download } from "../../ui/download.ts";
import { formatNumber } from "../../ui/format.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useHasRole } from "../../ui/use-session.ts";
import { AnswerFile } from "./answer-file.tsx";
import { MakePackage } from "./make-package.tsx";
import { OutstandingRecords } from "./outstanding.tsx";
import { PackageFiles } from "./package-files.tsx";
import { SecondAcceptance } from "./second-acceptance.tsx";
import { isAnswered, useBook, useHandover } from "./use-handover.ts";

/**
 * One book on its way to the national database: packages out, answers back, corrections, the second
 * acceptance.
 */
export const Handover = () => {
  const { t } = useTranslation();
  const { bookId = "" } = useParams();
  const manager = useHasRole("data-manager");
  const acceptor = useHasRole("acceptor");
  const book = useBook(bookId);
  const { ledger, refresh } = useHandover(bookId);
  const print = useMutation({
    mutationFn: () => download(`/api/reporting/v1/books/${bookId}/handover.pdf`, "ban-giao.pdf"),
  });
  if (!ledger.data || !book.data) {
    return (
      <main className="page">
        <ProblemNote error={ledger.error ?? book.error} />
      </main>
    );
  }
  const { status, packages, answered, figures, outstanding, ready } = ledger.data;
  const { recordType, bookNumber } = book.data;
  const name = `${recordType}-${bookNumber.replace("/", "-")}`;
  const awaitsAnswer = packages.length > answered;
  const answeredIds = outstanding.filter(isAnswered).map(({ recordId }) => recordId);
  const wholeNext = packages.length === 0 && ready.notAccepted === 0;
  return (
    <main className="page stack" data-status={status}>
      <div className="row">
        <h1 className="grow">
          {t("handover.title", { type: t(`recordType.${recordType}`), number: bookNumber })} ·{" "}
          {t(`handover.status.${status}`)}
        </h1>
        {packages.length > 0 && (
          <button type="button" disabled={print.isPending} onClick={() => print.mutate()}>
            {t("handover.print")}
          </button>
        )}
        <Link className="button noprint" href="/ban-giao">
          {t("handover.back")}
        </Link>
      </div>
      <ProblemNote error={print.error} />
      {figures && (
        <div className="figures">
          {(["records", "loaded", "refused", "unanswered"] as const).map((one) => (
            <div className="card figure" key={one} data-figure={one}>
              <span className="muted small">{t(`handover.figure.${one}`)}</span>
              <b>{formatNumber(figures[one])}</b>
            </div>
          ))}
        </div>
      )}
      {packages.length === 0 && ready.notAccepted > 0 && (
        <p className="problem">{t("handover.notAccepted", { count: ready.notAccepted })}</p>
      )}
      {manager && wholeNext && <MakePackage bookId={bookId} name={name} onHanded={refresh} />}
      {manager && awaitsAnswer && <AnswerFile bookId={bookId} onRecorded={refresh} />}
      {!manager && awaitsAnswer && <p className="notice">{t("handover.whyNot.awaitsAnswer")}</p>}
      {outstanding.length > 0 && (
        <OutstandingRecords bookId={bookId} items={outstanding} onChanged={refresh} />
      )}
      {manager && !awaitsAnswer && outstanding.length > 0 && (
        <MakePackage
          key={packages.length}
          bookId={bookId}
          name={`${name}-${packages.length + 1}`}
          recordIds={answeredIds}
          onHanded={refresh}
        />
      )}
      {acceptor && status !== "accepted" && (
        <SecondAcceptance bookId={bookId} ledger={ledger.data} onAccepted={refresh} />
      )}
      {packages.length > 0 && (
        <section>
          <h2>{t("handover.packages")}</h2>
          <table>
            <thead>
              <tr>
                <th className="number">{t("handover.sequence")}</th>
                <th className="number">{t("books.cases")}</th>
                <th>{t("handover.manifest")}</th>
                <th>{t("handover.note")}</th>
                <th>{t("books.stateTitle")}</th>
                {manager && <th className="noprint">{t("handover.files")}</th>}
              </tr>
            </thead>
            <tbody>
              {packages.map((one) => (
                <tr key={one.sequence} data-package={one.sequence}>
                  <td className="number">{one.sequence}</td>
                  <td className="number">{formatNumber(one.records)}</td>
                  <td className="small">
                    <code title={one.manifestSha256}>{one.manifestSha256.slice(0, 16)}…</code>
                  </td>
                  <td>{one.note}</td>
                  <td>{t(one.sequence > answered ? "handover.state.awaitsAnswer" : "handover.answered")}</td>
                  {manager && (
                    <td className="noprint">
                      <PackageFiles exportId={one.exportId} name={`${name}-${one.sequence}`} />
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </main>
  );
};
