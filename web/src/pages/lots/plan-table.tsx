import { useTranslation } from "react-i18next";
import { formatNumber } from "../../ui/format.ts";

interface Plan {
  readonly level: string;
  readonly key: number;
  readonly other: number;
  readonly inspection: string;
  readonly letter: string;
  readonly sampleSize: number;
  readonly acceptance: { readonly critical: number; readonly key: number; readonly other: number };
}

const classes = ["critical", "key", "other"] as const;

/** Acceptance numbers by class; with `wrong` what was found stands beside what is allowed. */
export const PlanTable = (props: {
  readonly plan: Plan;
  readonly wrong?: { readonly critical: number; readonly key: number; readonly other: number };
}) => {
  const { t } = useTranslation();
  const { plan, wrong } = props;
  const limits = { critical: undefined, key: plan.key, other: plan.other };
  return (
    <table>
      <caption className="small muted left">
        {t("lots.plan", {
          level: plan.level,
          letter: plan.letter,
          inspection: t(`lots.inspection.${plan.inspection}`).toLowerCase(),
        })}
      </caption>
      <thead>
        <tr>
          <th>{t("lots.classTitle")}</th>
          <th className="number">{t("lots.limit")}</th>
          <th className="number">{t("lots.allowed")}</th>
          {wrong && <th className="number">{t("lots.found")}</th>}
          {wrong && <th>{t("lots.standing")}</th>}
        </tr>
      </thead>
      <tbody>
        {classes.map((one) => (
          <tr key={one} data-class={one}>
            <th scope="row">{t(`lots.class.${one}`)}</th>
            <td className="number">{limits[one] === undefined ? "–" : `${formatNumber(limits[one])} %`}</td>
            <td className="number">{plan.acceptance[one]}</td>
            {wrong && <td className="number">{wrong[one]}</td>}
            {wrong && (
              <td>
                <span className="tag" data-tone={wrong[one] > plan.acceptance[one] ? "bad" : "good"}>
                  {t(wrong[one] > plan.acceptance[one] ? "lots.above" : "lots.within")}
                </span>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
};
