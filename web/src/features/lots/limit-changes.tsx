import { useTranslation } from "react-i18next";
import { formatDay, formatMoment, formatNumber } from "../../ui/format.ts";
import { todayInVietnam } from "../../ui/week.ts";
import type { Limits } from "./use-limits.ts";

/** What it is, after what it was where that was another. */
const fromTo = (before: string | undefined, now: string): string =>
  before === undefined || before === now ? now : `${before} → ${now}`;

const percent = (limit: number | undefined): string | undefined =>
  limit === undefined ? undefined : `${formatNumber(limit)} %`;

/** The limits as they were set, latest first: from what to what, by whom and when. */
export const LimitChanges = ({ changes, atFirst }: Pick<Limits, "changes" | "atFirst">) => {
  const { t } = useTranslation();
  const today = todayInVietnam();
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
        {changes.toReversed().map((change, index, latestFirst) => {
          const before = latestFirst[index + 1] ?? atFirst;
          return (
            <tr key={change.changedAt} className={change.replaced ? "muted" : undefined}>
              <td>
                {formatDay(change.from)}
                {change.from > today && <div className="small">{t("limits.notYet")}</div>}
              </td>
              <td>{fromTo(before?.level, change.level)}</td>
              <td className="number">{fromTo(percent(before?.key), `${formatNumber(change.key)} %`)}</td>
              <td className="number">{fromTo(percent(before?.other), `${formatNumber(change.other)} %`)}</td>
              <td>
                {change.reason}
                {change.replaced && ` (${t("limits.replaced")})`}
              </td>
              <td>
                {change.changedByName ?? change.changedBy}
                <div className="muted small">{formatMoment(change.changedAt)}</div>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
};
