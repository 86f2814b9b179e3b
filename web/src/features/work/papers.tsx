import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { BusyButton } from "../../ui/busy-button.tsx";
import { DayField } from "../../ui/day-field.tsx";
import { download } from "../../ui/download.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useHasRole } from "../../ui/use-session.ts";
import { todayInVietnam } from "../../ui/week.ts";

interface Period {
  readonly query: { readonly from: string; readonly to: string };
}

const fetchPaper = {
  pdf: (period: Period) => download("bao-cao.pdf", "/api/reporting/v1/report.pdf", period),
  workbook: (period: Period) => download("bao-cao.xlsx", "/api/reporting/v1/report.xlsx", period),
  payment: () => download("khoi-luong.xlsx", "/api/reporting/v1/payment.xlsx"),
};

/** The report to the Sở Tư pháp for a period, and the work as contracts count it. */
export const Papers = () => {
  const { t } = useTranslation();
  const today = todayInVietnam();
  const [from, setFrom] = useState(`${today.slice(0, 8)}01`);
  const [to, setTo] = useState(today);
  const lead = useHasRole("unit-admin");
  const province = useHasRole("province-viewer");
  const paper = useMutation({
    mutationFn: (kind: keyof typeof fetchPaper) => fetchPaper[kind]({ query: { from, to } }),
  });
  return (
    <section className="card stack" aria-labelledby="papers">
      <h2 id="papers">{t("work.papers")}</h2>
      <div className="row">
        <DayField id="report-from" label={t("work.from")} initial={from} max={to} onDay={setFrom} required />
        <DayField id="report-to" label={t("work.to")} initial={to} min={from} onDay={setTo} required />
        <BusyButton type="button" busy={paper.isPending} onClick={() => paper.mutate("pdf")}>
          {t("work.report")} (PDF)
        </BusyButton>
        <BusyButton type="button" busy={paper.isPending} onClick={() => paper.mutate("workbook")}>
          {t("work.report")} (Excel)
        </BusyButton>
        {(lead || province) && (
          <BusyButton type="button" busy={paper.isPending} onClick={() => paper.mutate("payment")}>
            {t("work.payment")}
          </BusyButton>
        )}
      </div>
      <ProblemNote error={paper.error} />
    </section>
  );
};
