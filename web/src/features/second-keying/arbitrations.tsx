import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { query } from "../../api/queries.ts";
import { formatNumber } from "../../ui/format.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useUnitNames } from "../../ui/use-unit-names.ts";

/** Batches in which two keyings differ and nobody has decided. */
export const Arbitrations = () => {
  const { t } = useTranslation();
  const unitName = useUnitNames();
  const batches = useQuery(query("/api/entry/v1/batches", { query: { status: "arbitration", limit: 200 } }));
  const ready = batches.data !== undefined;
  useEffect(() => {
    if (ready) document.querySelector<HTMLElement>("main a.card")?.focus();
  }, [ready]);
  return (
    <main className="page stack">
      <h1>{t("nav.arbitration")}</h1>
      <p className="muted small">{t("arbitration.who")}</p>
      <ProblemNote error={batches.error} />
      {batches.data?.items.length === 0 && <p className="muted">{t("arbitration.empty")}</p>}
      {batches.data?.items.map((batch) => (
        <Link className="card row" key={batch.id} href={`/phan-xu/${batch.id}`}>
          <span className="grow">
            <strong>
              {t("batch.book", { type: t(`recordType.${batch.recordType}`), number: batch.bookNumber })}
            </strong>
            <span className="below muted small">{unitName(batch.unitId)}</span>
          </span>
          <span className="muted small">
            {formatNumber(batch.records)} {t("books.cases").toLowerCase()}
          </span>
          <span className="tag" data-tone="warn">
            {t("arbitration.left", { count: Math.max(0, batch.differences - batch.resolved) })}
          </span>
        </Link>
      ))}
    </main>
  );
};
