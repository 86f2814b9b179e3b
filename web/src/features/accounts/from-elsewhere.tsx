import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { query } from "../../api/queries.ts";
import { formatDay } from "../../ui/format.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import type { Order } from "./use-accounts.ts";

const FROM_ELSEWHERE = "/api/accounts/v1/people-from-elsewhere";

/**
 * Who works in the area without belonging to it, such as a contractor's people; each role can be
 * ended.
 */
export const FromElsewhere = (props: {
  readonly unitNames: ReadonlyMap<string, string>;
  readonly onOrder: (order: Order) => void;
}) => {
  const { t } = useTranslation();
  const { unitNames, onOrder } = props;
  const list = useQuery(query(FROM_ELSEWHERE));
  const items = list.data?.items ?? [];
  if (items.length === 0) return <ProblemNote error={list.error} />;
  return (
    <section className="stack" aria-labelledby="from-elsewhere">
      <h2 id="from-elsewhere">{t("accounts.elsewhere")}</h2>
      <p className="muted">{t("accounts.elsewhereWhy")}</p>
      <table>
        <thead>
          <tr>
            <th>{t("accounts.displayName")}</th>
            <th>{t("accounts.employer")}</th>
            <th>{t("accounts.roles")}</th>
            <th>{t("accounts.until")}</th>
            <th>{t("books.work")}</th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ accountId, revision, displayName, homeUnitId, role, unitId, until }) => (
            <tr key={`${accountId} ${role} ${unitId}`}>
              <td>{displayName}</td>
              <td>{unitNames.get(homeUnitId) ?? homeUnitId}</td>
              <td>
                {t(`role.${role}`)} · {unitNames.get(unitId) ?? unitId}
              </td>
              <td>{until === undefined ? "–" : formatDay(until)}</td>
              <td>
                <button
                  type="button"
                  onClick={() => onOrder({ kind: "revoke", accountId, revision, role, unitId })}
                >
                  {t("accounts.revoke")}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};
