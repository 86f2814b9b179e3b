import { useTranslation } from "react-i18next";
import { formatNumber } from "../../ui/format.ts";
import { useHasRole } from "../../ui/use-session.ts";
import { PackageFiles } from "./package-files.tsx";
import type { Ledger } from "./use-handover.ts";

/**
 * What a package contains and leaves out: added, changed and repeated cases, those sent unsettled
 * with a reason, and those left out, with why.
 */
const LetGo = ({ records, supplement, letGo, leftOut }: Ledger["packages"][number]) => {
  const { t } = useTranslation();
  return (
    <>
      {supplement && (
        <span className="below small" data-supplemented>
          {t("handover.supplemented", {
            additions: supplement.additions,
            changes: supplement.changes,
            rest: records - supplement.additions - supplement.changes,
          })}
          {supplement.cover && ` ${t("handover.withCover")}`}
        </span>
      )}
      {letGo && (
        <span className="below small" data-let-go>
          {t("handover.letGo", { marks: letGo.marks, findings: letGo.findings, because: letGo.because })}{" "}
          {letGo.bookFindings !== undefined && t("handover.letGoOfBook", { count: letGo.bookFindings })}{" "}
          {letGo.missingCases !== undefined && t("handover.letGoMissing", { count: letGo.missingCases })}
        </span>
      )}
      {leftOut && (
        <span className="below small muted" data-left-out>
          {t("handover.leftOut", leftOut)}
        </span>
      )}
    </>
  );
};

/** What was sent of the book, package by package; who may hand over gets the files once more. */
export const Packages = (props: {
  readonly packages: Ledger["packages"];
  /** How many of them the national database has answered. */
  readonly answered: number;
  readonly name: string;
}) => {
  const { t } = useTranslation();
  const manager = useHasRole("data-manager");
  const { packages, answered, name } = props;
  return (
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
              <td>
                {one.note}
                <LetGo {...one} />
              </td>
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
  );
};
