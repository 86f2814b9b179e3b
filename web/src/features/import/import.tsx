import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { dataOf, entryApi } from "../../api/client.ts";
import { download } from "../../ui/download.ts";
import { textOf } from "../../ui/field-value.ts";
import { FileButton } from "../../ui/file-button.tsx";
import { formatNumber } from "../../ui/format.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { RecordTypeOptions } from "../../ui/record-type-options.tsx";
import { upload } from "../../ui/upload.ts";
import { isMoving, useImportProgress } from "../../ui/use-import-progress.ts";
import { useHasRole, useSession } from "../../ui/use-session.ts";

const KEY = "sogoc-import";

const Preview = ({ importId }: { readonly importId: string }) => {
  const { t, i18n } = useTranslation();
  const preview = useQuery({
    queryKey: ["import-preview", importId],
    queryFn: () =>
      dataOf(entryApi.GET("/api/entry/v1/imports/{importId}/preview", { params: { path: { importId } } })),
  });
  const data = preview.data;
  if (!data) return <ProblemNote error={preview.error} />;
  const columns = [...new Set(data.rows.flatMap(({ fields }) => Object.keys(fields)))].slice(0, 8);
  return (
    <>
      {data.missingColumns.length > 0 && (
        <p className="problem">{t("import.missing", { columns: data.missingColumns.join(", ") })}</p>
      )}
      {data.unknownColumns.length > 0 && (
        <p className="notice">{t("import.unknown", { columns: data.unknownColumns.join(", ") })}</p>
      )}
      <h2>{t("import.problems")}</h2>
      {data.problems.length === 0 ? (
        <p className="good">{t("import.noProblems")}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th className="number">{t("import.row")}</th>
              <th>{t("correction.field")}</th>
              <th>{t("import.value")}</th>
              <th>{t("import.what")}</th>
            </tr>
          </thead>
          <tbody>
            {data.problems.slice(0, 100).map((one) => (
              <tr key={`${one.row} ${one.field} ${one.rule}`}>
                <td className="number">{one.row}</td>
                <td className="small">{one.field}</td>
                <td>{one.value}</td>
                <td>
                  <span className="tag" data-tone={one.severity === "error" ? "bad" : "warn"}>
                    {t(`import.severity.${one.severity}`)}
                  </span>{" "}
                  {i18n.language === "en" ? one.messageEn : one.messageVi}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <h2>{t("import.rows")}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="wide" tabIndex={0} aria-label={t("import.rows")}>
        <table>
          <thead>
            <tr>
              <th className="number">{t("import.row")}</th>
              {columns.map((code) => (
                <th key={code}>{code}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.rows.slice(0, 20).map(({ row, fields }) => (
              <tr key={row}>
                <td className="number">{row}</td>
                {columns.map((code) => (
                  <td key={code} className="small">
                    {textOf(fields[code], { blank: "–", illegible: "?" })}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
};

/** A workbook in: sent, looked over with its problems, then written or thrown away. */
export const Import = () => {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const session = useSession();
  const keeper = useHasRole("book-keeper");
  const units = [
    ...new Set(
      (session?.account.grants ?? [])
        .filter(({ role }) => role === "clerk" || role === "book-keeper")
        .map(({ unitId }) => unitId),
    ),
  ];
  const [recordType, setRecordType] = useState("KS");
  const [openBatches, setOpenBatches] = useState(keeper);
  const [importId, setImportId] = useState(sessionStorage.getItem(KEY) ?? undefined);
  const keep = (id: string | undefined) => {
    if (id === undefined) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, id);
    setImportId(id);
  };
  const send = useMutation({
    mutationFn: (file: File) => {
      const query = new URLSearchParams({ unitId: units[0] ?? "", recordType });
      if (openBatches) query.set("openBatches", "true");
      return upload<{ importId: string }>(`/api/entry/v1/imports?${query}`, file);
    },
    onSuccess: (answer) => keep(answer.importId),
  });
  const path = { importId: importId ?? "" };
  const job = useImportProgress(importId);
  const follow = () => client.invalidateQueries({ queryKey: ["import", importId] });
  const confirm = useMutation({
    mutationFn: (mode: "all-or-nothing" | "good-rows-only") =>
      dataOf(entryApi.POST("/api/entry/v1/imports/{importId}/confirm", { params: { path }, body: { mode } })),
    onSuccess: follow,
  });
  const discard = useMutation({
    mutationFn: () => dataOf(entryApi.POST("/api/entry/v1/imports/{importId}/discard", { params: { path } })),
    onSuccess: follow,
  });
  const errors = useMutation({
    mutationFn: () => download(`/api/entry/v1/imports/${importId}/errors.xlsx`, "loi.xlsx"),
  });
  const state = job.data;
  const busy = state !== undefined && isMoving(state.phase);
  const choosing = state === undefined || ["finished", "failed", "discarded"].includes(state.phase);
  return (
    <main className="page stack">
      <h1>{t("nav.import")}</h1>
      {choosing && (
        <div className="card row">
          <div className="field">
            <label htmlFor="import-type">{t("books.type")}</label>
            <select
              id="import-type"
              value={recordType}
              onChange={(event) => setRecordType(event.target.value)}
            >
              <RecordTypeOptions />
            </select>
          </div>
          {keeper && (
            <label className="row grow">
              <input
                type="checkbox"
                checked={openBatches}
                onChange={(event) => setOpenBatches(event.target.checked)}
              />
              {t("import.openBatches")}
            </label>
          )}
          <FileButton
            kind="primary"
            label={t("import.choose")}
            accept=".xlsx,.csv"
            disabled={send.isPending}
            onFile={(file) => send.mutate(file)}
          />
        </div>
      )}
      <p className="muted small">{t("import.hint")}</p>
      <ProblemNote error={send.error ?? job.error ?? confirm.error ?? discard.error ?? errors.error} />
      {state && (
        <section className="card stack" aria-live="polite" data-phase={state.phase}>
          <strong>{t(`import.phase.${state.phase}`)}</strong>
          {busy && (
            <progress
              max={100}
              {...(state.percent === null ? {} : { value: state.percent })}
              aria-label={t("dashboard.progress")}
            />
          )}
          <span>
            {t("import.counts", {
              good: formatNumber(state.good),
              refused: formatNumber(state.refused),
              unchanged: formatNumber(state.unchanged),
              written: formatNumber(state.written),
            })}
          </span>
          {state.failureDetail && (
            <p className="problem">
              {i18n.language === "en" ? state.failureDetail.en : state.failureDetail.vi}
            </p>
          )}
          <div className="row">
            {(state.phase === "prepared" || state.phase === "interrupted") && (
              <>
                <button
                  type="button"
                  data-kind="primary"
                  disabled={state.good === 0 || confirm.isPending}
                  onClick={() => confirm.mutate("good-rows-only")}
                >
                  {t("import.confirm", { count: state.good })}
                </button>
                <button type="button" disabled={discard.isPending} onClick={() => discard.mutate()}>
                  {t("import.discard")}
                </button>
              </>
            )}
            {state.refused > 0 && !busy && (
              <button type="button" disabled={errors.isPending} onClick={() => errors.mutate()}>
                {t("import.errors")}
              </button>
            )}
          </div>
        </section>
      )}
      {state?.phase === "prepared" && importId !== undefined && <Preview importId={importId} />}
    </main>
  );
};
