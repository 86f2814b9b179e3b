import { useTranslation } from "react-i18next";
import { formatMoment } from "../../ui/format.ts";
import type { Ledger } from "./use-handover.ts";

/** Every second acceptance of the book, by whom and when, and whether something came after it. */
export const Acceptances = ({ items }: { readonly items: Ledger["acceptances"] }) => {
  const { t } = useTranslation();
  if (items.length === 0) return null;
  return (
    <section aria-labelledby="acceptances-title">
      <h2 id="acceptances-title">{t("handover.acceptances")}</h2>
      <ol>
        {items.map(({ at, by, note, packages, overtaken }) => (
          <li key={at} data-acceptance={overtaken ? "overtaken" : "stands"}>
            {t("handover.acceptedBy", { who: by, at: formatMoment(at), packages })}
            {note !== undefined && ` – “${note}”`}{" "}
            <span className="tag" data-tone={overtaken ? "warn" : "good"}>
              {t(overtaken ? "handover.acceptanceOvertaken" : "handover.acceptanceStands")}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
};
