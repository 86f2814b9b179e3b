import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useHasRole } from "../../ui/use-session.ts";
import type { Finding } from "./use-reconciliation.ts";

/** Returns the key by which a finding is chosen and closed. */
export const findingKey = ({ rule, subject }: Finding): string => `${rule} ${subject}`;

const tones = { error: "bad", warning: "warn", info: undefined } as const;

/** The deviations, open ones first; who keeps the book chooses which to close. */
export const Findings = (props: {
  readonly findings: readonly Finding[];
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: ((finding: Finding, on: boolean) => void) | undefined;
}) => {
  const { t, i18n } = useTranslation();
  const mayRead = useHasRole("data-manager", "auditor", "book-keeper", "checker", "acceptor");
  const { findings, chosen, onChoose } = props;
  const sorted = [...findings].sort(
    (one, other) => Number(one.closed !== null) - Number(other.closed !== null),
  );
  if (sorted.length === 0) return null;
  return (
    <table>
      <thead>
        <tr>
          {onChoose && <th className="noprint">{t("reconciliation.choose")}</th>}
          <th>{t("books.stateTitle")}</th>
          <th>{t("reconciliation.what")}</th>
          <th>{t("reconciliation.numbers")}</th>
          <th>{t("reconciliation.why")}</th>
        </tr>
      </thead>
      <tbody>
        {sorted.map((finding) => {
          const text = i18n.language === "en" ? finding.messageEn : finding.messageVi;
          return (
            <tr key={findingKey(finding)} data-finding={finding.closed === null ? "open" : "closed"}>
              {onChoose && (
                <td className="noprint">
                  {finding.closed === null && !finding.awaits && (
                    <input
                      type="checkbox"
                      aria-label={text}
                      checked={chosen.has(findingKey(finding))}
                      onChange={(event) => onChoose(finding, event.target.checked)}
                    />
                  )}
                </td>
              )}
              <td>
                <span className="tag" data-tone={finding.closed === null ? tones[finding.severity] : "good"}>
                  {finding.closed === null
                    ? t(`reconciliation.severity.${finding.severity}`)
                    : t("reconciliation.closed")}
                </span>
                {finding.closed === null && finding.awaits && (
                  <span className="below muted small">{t("reconciliation.awaits")}</span>
                )}
                {finding.late && <span className="below muted small">{t("reconciliation.late")}</span>}
              </td>
              <td>{text}</td>
              <td className="small numbers">
                {finding.records.map(({ id, number }) => (
                  <span key={id}>{mayRead ? <Link href={`/tra-cuu/${id}`}>{number}</Link> : number} </span>
                ))}
              </td>
              <td className="small">{finding.closed}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
};
