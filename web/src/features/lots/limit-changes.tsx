import { useTranslation } from "react-i18next";
import { formatDay, formatNumber } from "../../ui/format.ts";
import type { Limits } from "./use-limits.ts";

/** The limits as they were set, latest first. */
export const LimitChanges = ({ changes }: Pick<Limits, "changes">) => {
  const { t } = useTranslation();
  if (changes.length === 0) return <p className="muted">{t("limits.noChange")}</p>;
  return (
    <table>
      <thead>
        <tr>
          <th>{t("limits.from")}</th>
          <th>{t("limits.level")}</th>
          <th className="number">{t("lots.class.key")}</th>
          <th className="number">{t("lots.class.other")}</th>
          <th>{t("common.reason")}</th>
          <th>{t("limits.changedBy")}</th>
        </tr>
      </thead>
      <tbody>
        {changes.toReversed().map((change, index) => (
          <tr
            key={`${change.from}/${changes.length - index}`}
            className={change.replaced ? "muted" : undefined}
          >
            <td>{formatDay(change.from)}</td>
            <td>{change.level}</td>
            <td className="number">{formatNumber(change.key)} %</td>
            <td className="number">{formatNumber(change.other)} %</td>
            <td>
              {change.reason}
              {change.replaced && ` (${t("limits.replaced")})`}
            </td>
            <td>{change.changedByName ?? change.changedBy}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
