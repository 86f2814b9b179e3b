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

interface Found {
  readonly sampled: number;
  readonly checked: number;
  readonly wrongCases: { readonly critical: number; readonly key: number; readonly other: number };
}

/** An unchecked sample without errors is not yet a good one. */
const standingOf = (
  { sampled, checked, wrongCases }: Found,
  one: (typeof classes)[number],
  allowed: number,
) => {
  if (wrongCases[one] > allowed) return { tone: "bad", label: "lots.above" };
  if (checked === 0) return { tone: undefined, label: "lots.unchecked" };
  return checked < sampled
    ? { tone: "warn", label: "lots.withinSoFar" }
    : { tone: "good", label: "lots.within" };
};

const Standing = ({ tone, label }: ReturnType<typeof standingOf>) => {
  const { t } = useTranslation();
  return (
    <span className="tag" data-tone={tone}>
      {t(label)}
    </span>
  );
};

/** Acceptance numbers by class; with `found` what the checks say stands beside what is allowed. */
export const PlanTable = (props: { readonly plan: Plan; readonly found?: Found }) => {
  const { t } = useTranslation();
  const { plan, found } = props;
  const wrong = found?.wrongCases;
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
            {wrong && <td className="number">{found.checked === 0 ? "–" : wrong[one]}</td>}
            {found && (
              <td>
                <Standing {...standingOf(found, one, plan.acceptance[one])} />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
};
