import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { formatDay } from "../../ui/format.ts";
import type { Found } from "./use-search.ts";

/** The records that were found; each leads to its history. */
export const FoundRecords = ({ found }: { readonly found: readonly Found[] }) => {
  const { t } = useTranslation();
  return (
    <table>
      <thead>
        <tr>
          <th>{t("accounts.displayName")}</th>
          <th>{t("accounts.unit")}</th>
          <th>{t("books.type")}</th>
          <th>{t("search.book")}</th>
          <th className="number">{t("search.number")}</th>
          <th>{t("search.registeredOn")}</th>
        </tr>
      </thead>
      <tbody>
        {found.map((item) => (
          <tr className="clickable" key={item.id}>
            <td>
              <Link href={`/tra-cuu/${item.id}`}>
                {item.subjects || t("review.record", { number: item.number })}
              </Link>{" "}
              {item.subjects && item.doubtful.includes("subjects") && (
                <small className="doubt" data-doubtful="subjects">
                  {t("history.doubtful")}
                </small>
              )}{" "}
              {item.status === "voided" && (
                <span className="tag" data-tone="bad">
                  {t("desk.voided")}
                </span>
              )}
            </td>
            <td className="small">{item.unitName}</td>
            <td>{t(`recordType.${item.recordType}`)}</td>
            <td>
              {item.bookNumber}
              {item.office !== undefined && (
                <span className="below small muted" data-office>
                  {item.office}
                </span>
              )}
            </td>
            <td className="number">{item.number}</td>
            <td className="small">
              {item.registeredOn ? formatDay(item.registeredOn) : ""}{" "}
              {item.registeredOn && item.doubtful.includes("registeredOn") && (
                <small className="doubt" data-doubtful="registeredOn">
                  {t("history.doubtful")}
                </small>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
