import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { accountsApi, dataOf, entryApi } from "../../api/client.ts";
import { batchTones } from "../../ui/batch-tones.ts";
import { AskText } from "../../ui/dialog.tsx";
import { formatDay } from "../../ui/format.ts";
import { Lease } from "../../ui/lease.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";

const keyings = ["single", "double-identity", "double-all"] as const;
const acceptances = ["share", "lot"] as const;
/** Someone keys in it, or will: it can be given and taken back. */
const isKeyed = (status: string): boolean => status === "open" || status === "second-keying";

/** Opens a part of the book, or all of it, as a batch. */
const OpenBatch = ({ bookId, onDone }: { readonly bookId: string; readonly onDone: () => void }) => {
  const { t } = useTranslation();
  const open = useMutation({
    mutationFn: (form: FormData) => {
      const range = (name: string) => {
        const value = Number(form.get(name));
        return value > 0 ? { [name]: value } : {};
      };
      const policy = {
        keying: keyings.find((one) => one === form.get("keying")) ?? "single",
        acceptance: acceptances.find((one) => one === form.get("acceptance")) ?? "share",
      };
      const body = { bookId, ...range("from"), ...range("to"), policy };
      return dataOf(entryApi.POST("/api/entry/v1/batches", { body }));
    },
    onSuccess: onDone,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    open.mutate(new FormData(form), { onSuccess: () => form.reset() });
  };
  return (
    <form className="row" onSubmit={submit}>
      {(["from", "to"] as const).map((name) => (
        <div className="row" key={name}>
          <label htmlFor={`${bookId}-${name}`}>{t(`books.${name}`)}</label>
          <input id={`${bookId}-${name}`} name={name} inputMode="numeric" pattern="[0-9]*" size={5} />
        </div>
      ))}
      <div className="row">
        <label htmlFor={`${bookId}-keying`}>{t("policy.keyingTitle")}</label>
        <select id={`${bookId}-keying`} name="keying" className="auto">
          {keyings.map((one) => (
            <option key={one} value={one}>
              {t(`policy.keying.${one}`)}
            </option>
          ))}
        </select>
      </div>
      <div className="row">
        <label htmlFor={`${bookId}-acceptance`}>{t("policy.acceptanceTitle")}</label>
        <select id={`${bookId}-acceptance`} name="acceptance" className="auto">
          {acceptances.map((one) => (
            <option key={one} value={one}>
              {t(`policy.acceptance.${one}`)}
            </option>
          ))}
        </select>
      </div>
      <button type="submit" disabled={open.isPending}>
        {t("books.openBatch")}
      </button>
      <ProblemNote error={open.error} />
    </form>
  );
};

/** The batches of a book: dealt out to clerks and taken back. */
export const Batches = ({ bookId, unitId }: { readonly bookId: string; readonly unitId: string }) => {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [takingBack, setTakingBack] = useState<string>();
  const batches = useQuery({
    queryKey: ["batches", bookId],
    queryFn: () =>
      dataOf(entryApi.GET("/api/entry/v1/batches", { params: { query: { bookId, limit: 200 } } })),
  });
  const clerks = useQuery({
    queryKey: ["clerks", unitId],
    queryFn: () => dataOf(accountsApi.GET("/api/accounts/v1/clerks", { params: { query: { unitId } } })),
  });
  const refresh = () => {
    for (const queryKey of [["batches"], ["books"]]) void client.invalidateQueries({ queryKey });
  };
  const assign = useMutation({
    mutationFn: ({ batchId, accountId }: { batchId: string; accountId: string }) =>
      dataOf(
        entryApi.POST("/api/entry/v1/batches/{batchId}/assign", {
          params: { path: { batchId } },
          body: { accountId },
        }),
      ),
    onSuccess: refresh,
  });
  const takeBack = useMutation({
    mutationFn: ({ batchId, reason }: { batchId: string; reason: string }) =>
      dataOf(
        entryApi.POST("/api/entry/v1/batches/{batchId}/take-back", {
          params: { path: { batchId } },
          body: { reason },
        }),
      ),
    onSuccess: refresh,
  });
  return (
    <div className="stack">
      <ProblemNote error={batches.error ?? clerks.error ?? assign.error ?? takeBack.error} />
      {(batches.data?.items ?? []).map((batch) => (
        <div className="row" key={batch.id}>
          <span className="tag" data-tone={batchTones[batch.status]}>
            {batch.status === "open" && batch.assignedTo === null
              ? t("dashboard.state.open")
              : t(`batch.status.${batch.status}`)}
          </span>
          <span className="grow">
            {batch.from === undefined
              ? t("books.wholeBook")
              : t("books.range", { from: batch.from, to: batch.to ?? "…" })}{" "}
            · {t("batch.keyed")}: {batch.records}
            {batch.assignedName !== undefined && ` · ${batch.assignedName}`}
            {isKeyed(batch.status) && batch.assignedTo !== null && <Lease until={batch.leaseUntil} />}
          </span>
          {isKeyed(batch.status) && batch.assignedTo === null && (
            <form
              className="row"
              onSubmit={(event) => {
                event.preventDefault();
                const accountId = String(new FormData(event.currentTarget).get("clerk") ?? "");
                assign.mutate({ batchId: batch.id, accountId });
              }}
            >
              <label htmlFor={`clerk-${batch.id}`}>
                {t(batch.status === "open" ? "books.assign" : "secondKeying.assign")}
              </label>
              <select id={`clerk-${batch.id}`} name="clerk" required>
                {(clerks.data?.items ?? []).map((clerk) => (
                  <option key={clerk.id} value={clerk.id}>
                    {clerk.displayName}
                    {clerk.until === undefined ? "" : ` (${formatDay(clerk.until)})`}
                  </option>
                ))}
              </select>
              <button type="submit" data-kind="primary" disabled={assign.isPending}>
                {t("books.assignNow")}
              </button>
            </form>
          )}
          {isKeyed(batch.status) && batch.assignedTo !== null && (
            <button
              type="button"
              disabled={assign.isPending}
              onClick={() => assign.mutate({ batchId: batch.id, accountId: batch.assignedTo ?? "" })}
            >
              {t("books.extend")}
            </button>
          )}
          {isKeyed(batch.status) && batch.assignedTo !== null && (
            <button type="button" onClick={() => setTakingBack(batch.id)}>
              {t("books.takeBack")}
            </button>
          )}
        </div>
      ))}
      {(batches.data?.items ?? []).every(({ from }) => from !== undefined) && (
        <OpenBatch bookId={bookId} onDone={refresh} />
      )}
      {takingBack !== undefined && (
        <AskText
          title={t("books.takeBack")}
          label={t("common.reason")}
          confirm={t("books.takeBack")}
          initial={t("books.takeBackDefault")}
          onAnswer={(reason) => {
            takeBack.mutate({ batchId: takingBack, reason });
            setTakingBack(undefined);
          }}
          onClose={() => setTakingBack(undefined)}
        />
      )}
    </div>
  );
};
