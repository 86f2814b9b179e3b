import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { ItemOf } from "../../api/paths.ts";
import { query, readsOf, useRefresh } from "../../api/queries.ts";
import { HalfKeyedElsewhere } from "../../ui/keying/half-keyed.tsx";
import { UnsentCases } from "../../ui/keying/unsent.tsx";
import { Lease } from "../../ui/lease.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { ReturnReason } from "../../ui/return-reason.tsx";
import { batchState, batchTones } from "../../ui/states.ts";
import { useBatchNumbers } from "../../ui/use-batch-numbers.ts";
import { useFindingsWait, useKnowsFindings } from "../../ui/use-findings-wait.ts";
import { WithdrawBatch } from "../../ui/withdraw-batch.tsx";

const BATCHES = "/api/entry/v1/batches";
const BOOKS = "/api/entry/v1/books";

type Batch = ItemOf<typeof BATCHES>;

/** Finished batches that are shown; older ones are found by search. */
const RESTING = 20;

const useBatches = (at: "work" | "rest", limit: number) =>
  useQuery(query(BATCHES, { query: { mine: true, at, limit } }));

const Line = ({ batch, children }: { readonly batch: Batch; readonly children?: ReactNode }) => {
  const { t } = useTranslation();
  const numbersOf = useBatchNumbers();
  const { status, leaseUntil } = batch;
  return (
    <div className="card row">
      <div className="grow">
        <strong>
          {t("batch.book", { type: t(`recordType.${batch.recordType}`), number: batch.bookNumber })}
        </strong>
        <div className="small muted">
          {numbersOf(batch)} · {t("batch.keyed")}: {batch.records}
          {["open", "second-keying"].includes(status) && <Lease until={leaseUntil} />}
        </div>
        <ReturnReason batch={batch} />
      </div>
      {batch.marks > 0 && (
        <span className="tag" data-tone="bad">
          {t(batchState(batch) === "returned" ? "batch.returnedWhole" : "batch.returned", {
            count: batch.marks,
          })}
        </span>
      )}
      <span className="tag" data-tone={batchTones[batchState(batch)]}>
        {t(`dashboard.state.${batchState(batch)}`)}
      </span>
      {children}
    </div>
  );
};

/** What can be done with a batch now; the first primary action of the page has the focus. */
const Actions = ({ batch }: { readonly batch: Batch }) => {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const { id, marks, records, status } = batch;
  const findingsWait = useFindingsWait(batch);
  const isToMend = marks > 0 || findingsWait;
  if (status === "second-keying") {
    return (
      <Link className="button" data-kind="primary" href={`/lo/${id}/lan-hai`}>
        {t("secondKeying.open")}
      </Link>
    );
  }
  return (
    <>
      {records > 0 && (
        <Link className="button" data-kind={isToMend ? "primary" : undefined} href={`/lo/${id}/truong-hop`}>
          {t(marks > 0 ? "desk.mistakes" : findingsWait ? "desk.unanswered" : "desk.cases")}
        </Link>
      )}
      <Link className="button" data-kind={isToMend ? undefined : "primary"} href={`/lo/${id}`}>
        {t("batch.openDesk")}
      </Link>
      <WithdrawBatch batch={batch} onDone={() => refresh(readsOf(BATCHES), readsOf(BOOKS))} />
    </>
  );
};

/**
 * A clerk's batches: what they can work at, returned ones first because somebody waits for them;
 * below, what they submitted.
 */
export const Queue = () => {
  const { t } = useTranslation();
  const work = useBatches("work", 100);
  const rest = useBatches("rest", RESTING);
  const items = [...(work.data?.items ?? [])].sort((one, other) => other.marks - one.marks);
  const submitted = rest.data?.items ?? [];
  const knowsFindings = useKnowsFindings(items);
  const ready = work.data !== undefined && knowsFindings;
  useEffect(() => {
    if (ready) document.querySelector<HTMLElement>("main a[data-kind=primary]")?.focus();
  }, [ready]);
  return (
    <main className="page stack">
      <h1>{t("nav.queue")}</h1>
      <ProblemNote error={work.error ?? rest.error} />
      <UnsentCases />
      <HalfKeyedElsewhere />
      {work.data && items.length === 0 && <p className="muted">{t("batch.empty")}</p>}
      {items.map((batch) => (
        <Line key={batch.id} batch={batch}>
          <Actions batch={batch} />
        </Line>
      ))}
      {submitted.length > 0 && <h2>{t("batch.submittedLately")}</h2>}
      {submitted.map((batch) => (
        <Line key={batch.id} batch={batch} />
      ))}
    </main>
  );
};
