import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { query } from "../../api/queries.ts";
import { formatNumber, formatShare } from "../../ui/format.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";

const Tenths = ({ value }: { readonly value: number | null }) => {
  const { t } = useTranslation();
  if (value === null) return <span className="muted small">{t("dashboard.notEnough")}</span>;
  return <>{formatNumber(Math.round(value * 10) / 10)}</>;
};

/**
 * What keying once, keying names and dates twice, or everything twice costs and leaves wrong; said
 * with what it rests on.
 */
export const KeyingPolicy = ({ recordType }: { readonly recordType: string }) => {
  const { t } = useTranslation();
  const policy = useQuery(query("/api/reporting/v1/keying-policy", { query: { recordType } }));
  const data = policy.data;
  return (
    <section className="stack">
      <h2>{t("policy.title")}</h2>
      <ProblemNote error={policy.error} />
      {data && data.records === 0 && <p className="muted">{t("policy.nothingMeasured")}</p>}
      {data && data.records > 0 && (
        <>
          <table>
            <thead>
              <tr>
                <th>{t("policy.keyingTitle")}</th>
                <th className="number">{t("policy.fieldsKeyedTwice")}</th>
                <th className="number">{t("policy.decisionsPer100")}</th>
                <th className="number">{t("policy.wrongPer100")}</th>
                <th className="number">{t("policy.measuredFields")}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((one) => (
                <tr key={one.keying} data-policy={one.keying}>
                  <th scope="row">{t(`policy.keying.${one.keying}`)}</th>
                  <td className="number">{formatNumber(one.fieldsKeyedTwice)}</td>
                  <td className="number">
                    <Tenths value={one.decisionsPer100} />
                  </td>
                  <td className="number">
                    <Tenths value={one.wrongPer100} />
                  </td>
                  <td className="number">{formatNumber(one.measuredFields)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="notice small">
            {t("policy.note", {
              records: formatNumber(data.records),
              decided: formatNumber(data.decided),
              differing: formatNumber(data.differing),
              alike: formatShare(data.assumedAlike),
              measured: data.items[0]?.measuredFields ?? 0,
            })}
          </p>
        </>
      )}
    </section>
  );
};
