import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { dataOf, entryApi } from "../api/client.ts";
import { batchTones } from "../ui/batch-tones.ts";
import { formatDay } from "../ui/format.ts";
import { ProblemNote } from "../ui/problem-note.tsx";

/** A clerk's batches; returned ones first, because somebody waits for them. */
export const Queue = () => {
  const { t } = useTranslation();
  const batches = useQuery({
    queryKey: ["batches", "mine"],
    queryFn: () =>
      dataOf(entryApi.GET("/api/entry/v1/batches", { params: { query: { mine: "true", limit: 100 } } })),
  });
  const items = [...(batches.data?.items ?? [])].sort(
    (a, b) => b.marks - a.marks || a.status.localeCompare(b.status),
  );
  const ready = batches.data !== undefined;
  useEffect(() => {
    if (ready) document.querySelector<HTMLElement>("main a[data-kind=primary]")?.focus();
  }, [ready]);
  return (
    <main className="page">
      <h1>{t("nav.queue")}</h1>
      <ProblemNote error={batches.error} />
      {batches.data && items.length === 0 && <p className="muted">{t("batch.empty")}</p>}
      <div className="stack">
        {items.map((batch) => (
          <div className="card row" key={batch.id}>
            <div className="grow">
              <strong>
                {t("batch.book", { type: t(`recordType.${batch.recordType}`), number: batch.bookNumber })}
              </strong>
              <div className="small muted">
                {batch.from === undefined ? "" : `${batch.from}–${batch.to ?? "…"} · `}
                {t("batch.keyed")}: {batch.records}
                {batch.leaseUntil && ["open", "second-keying"].includes(batch.status)
                  ? ` · ${t("batch.lease", { day: formatDay(batch.leaseUntil) })}`
                  : ""}
              </div>
            </div>
            {batch.marks > 0 && (
              <span className="tag" data-tone="bad">
                {t("batch.returned", { count: batch.marks })}
              </span>
            )}
            <span className="tag" data-tone={batchTones[batch.status]}>
              {t(`batch.status.${batch.status}`)}
            </span>
            {batch.status === "open" && batch.records > 0 && (
              <Link
                className="button"
                data-kind={batch.marks > 0 ? "primary" : undefined}
                href={`/lo/${batch.id}/truong-hop`}
              >
                {batch.marks > 0 ? t("desk.mistakes") : t("desk.cases")}
              </Link>
            )}
            {batch.status === "open" && (
              <Link
                className="button"
                data-kind={batch.marks > 0 ? undefined : "primary"}
                href={`/lo/${batch.id}`}
              >
                {t("batch.openDesk")}
              </Link>
            )}
            {batch.status === "second-keying" && (
              <Link className="button" data-kind="primary" href={`/lo/${batch.id}/lan-hai`}>
                {t("secondKeying.open")}
              </Link>
            )}
          </div>
        ))}
      </div>
    </main>
  );
};
