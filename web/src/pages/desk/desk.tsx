import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useParams } from "wouter";
import { dataOf, entryApi } from "../../api/client.ts";
import type { FieldProblem } from "../../api/problem.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { ScanViewer, scanQuery } from "../../ui/scan-viewer.tsx";
import { useRecordType } from "../../ui/use-record-type.ts";
import { scanOfQuery, useScanOf } from "../../ui/use-scan-of.ts";
import { dropDraft, findDraft, saveDraft } from "./drafts.ts";
import { FieldLine } from "./field-line.tsx";
import { KeyHelp } from "./key-help.tsx";
import { type KeyedField, type KeyedFields, nextCase, toKeyedValues } from "./keyed-fields.ts";
import { useSaving } from "./use-saving.ts";

const nothing: readonly FieldProblem[] = [];
const fieldOf = ({ pointer }: FieldProblem) => pointer.replace(/^\/fields\/?/, "");

/** Columns that the book itself answers, or that no clerk keys. */
const hidden = new Set(["quyenSo", "STT"]);

/** The keying desk: the page image beside the form, the whole job by keyboard. */
export const Desk = () => {
  const { t, i18n } = useTranslation();
  const { batchId = "" } = useParams();
  const [, navigate] = useLocation();
  const client = useQueryClient();
  const form = useRef<HTMLDivElement>(null);
  const [fields, setFields] = useState<KeyedFields>({});
  const [previous, setPrevious] = useState<KeyedFields>({});
  const [problems, setProblems] = useState<readonly FieldProblem[]>(nothing);
  const [refusal, setRefusal] = useState<string>();
  const [reason, setReason] = useState("");
  const [help, setHelp] = useState(false);
  const saving = useSaving(batchId);

  const batch = useQuery({
    queryKey: ["batch", batchId],
    queryFn: () => dataOf(entryApi.GET("/api/entry/v1/batches/{batchId}", { params: { path: { batchId } } })),
  });
  const type = useRecordType(batch.data?.recordType);
  const number = (fields["so"]?.text ?? "").replace(/^0+/, "").replace(/\/.*$/, "");
  const scanId = useScanOf(batch.data?.bookId, number);

  // The next case's image is fetched while this one is keyed.
  useEffect(() => {
    const following = Number.parseInt(number, 10) + 1;
    if (!batch.data || Number.isNaN(following)) return;
    void client
      .fetchQuery(scanOfQuery(batch.data.bookId, String(following)))
      .then((next) => (next === null ? undefined : client.prefetchQuery(scanQuery(next))))
      .catch(() => undefined);
  }, [batch.data, client, number]);

  useEffect(() => {
    void findDraft(batchId).then((draft) => setFields(draft ?? { so: { text: "1", ditto: true } }));
  }, [batchId]);

  const change = useCallback(
    (code: string, field: KeyedField) =>
      setFields((before) => {
        const next = { ...before, [code]: field };
        void saveDraft(batchId, next);
        return next;
      }),
    [batchId],
  );

  const save = async (acceptAll: boolean) => {
    setRefusal(undefined);
    const why = reason.trim() === "" ? t("desk.acceptDefault") : reason.trim();
    const accepted = acceptAll
      ? problems.map((one) => ({
          rule: one.rule ?? "",
          // A rule may name several columns and the problem points at the first, so the reason covers all that were keyed.
          fields: [...new Set([fieldOf(one), ...(type.data?.fields ?? []).map(({ code }) => code)])],
          reason: why,
        }))
      : [];
    const record = {
      key: crypto.randomUUID(),
      batchId,
      fields: toKeyedValues(fields),
      accepted,
      ...(scanId === undefined ? {} : { scanId }),
    };
    const trouble = await saving.save(record);
    if (trouble) {
      setProblems(trouble.errors);
      setRefusal(i18n.language === "en" ? trouble.titleEn : trouble.title);
      const first = trouble.errors[0];
      if (first) document.getElementById(`field-${fieldOf(first)}`)?.focus();
      return;
    }
    await dropDraft(batchId);
    setProblems(nothing);
    setReason("");
    setPrevious(fields);
    const next = nextCase(fields);
    setFields(next);
    void saveDraft(batchId, next);
    document.getElementById("field-so")?.focus();
    form.current?.scrollTo({ top: 0 });
  };

  const submit = useMutation({
    mutationFn: () =>
      dataOf(entryApi.POST("/api/entry/v1/batches/{batchId}/submit", { params: { path: { batchId } } })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["batches"] });
      navigate("/lo");
    },
  });

  const press = (event: React.KeyboardEvent) => {
    const code = event.target instanceof HTMLInputElement ? event.target.dataset["field"] : undefined;
    const here = code === undefined ? undefined : fields[code];
    const act = (work: () => void) => {
      event.preventDefault();
      work();
    };
    const inForm = code !== undefined;
    if (event.key === "Enter" && event.ctrlKey) act(() => void save(false));
    else if (event.key === "F8") act(() => void save(true));
    else if (event.key === "F1" || (event.key === "?" && !inForm)) act(() => setHelp(true));
    else if (event.key === "Escape") setHelp(false);
    else if (code === undefined) return;
    else if (event.key === "F2") {
      act(() => change(code, here?.special === "blank" ? { text: "" } : { text: "", special: "blank" }));
    } else if (event.key === "F3") {
      const text = here?.text ?? "";
      act(() => change(code, here?.special === "illegible" ? { text } : { text, special: "illegible" }));
    } else if (event.key === "F4")
      act(() => change(code, { text: here?.text ?? "", doubtful: !here?.doubtful }));
    else if (event.key === "F6")
      act(() => change(code, { ...(previous[code] ?? { text: "" }), ditto: true }));
    else if (event.key === "Enter") {
      act(() => {
        // Enter goes on like Tab and confirms what was carried over.
        if (here?.ditto) change(code, { ...here, ditto: false });
        const inputs = [...(form.current?.querySelectorAll<HTMLInputElement>("input[data-field]") ?? [])];
        inputs[inputs.indexOf(event.target as HTMLInputElement) + 1]?.focus();
      });
    }
  };

  if (!batch.data || !type.data) {
    return (
      <main className="page">
        <ProblemNote error={batch.error ?? type.error} />
      </main>
    );
  }
  const groups = [...new Set(type.data.fields.map(({ group }) => group))];
  const byField = Map.groupBy(problems, fieldOf);
  return (
    <main className="desk" onKeyDown={press}>
      <ScanViewer scanId={scanId} />
      <div className="split" />
      <section
        className="form"
        ref={form}
        aria-label={t("batch.book", { type: "", number: batch.data.bookNumber })}
      >
        <div className="row heading">
          <strong className="grow">
            {t("batch.book", {
              type: t(`recordType.${batch.data.recordType}`),
              number: batch.data.bookNumber,
            })}
          </strong>
          <span className="muted small">
            {t("batch.keyed")}: {batch.data.records}
          </span>
          <button type="button" data-kind="plain" onClick={() => setHelp(true)}>
            {t("desk.keys")} <kbd>?</kbd>
          </button>
        </div>
        {Object.entries(type.data.codeTables).map(([name, entries]) => (
          <datalist id={`table-${name}`} key={name}>
            {entries.map((entry) => (
              <option key={entry.code} value={entry.code}>
                {entry.label}
              </option>
            ))}
          </datalist>
        ))}
        <div className="scroll" ref={form}>
          {groups.map((group) => (
            <fieldset key={group}>
              <legend>{t(`desk.group.${group}`, { defaultValue: group })}</legend>
              {type.data.fields
                .filter((column) => column.group === group && !hidden.has(column.code))
                .map((column) => (
                  <FieldLine
                    key={column.code}
                    column={column}
                    field={fields[column.code]}
                    problems={byField.get(column.code) ?? nothing}
                    onChange={change}
                  />
                ))}
            </fieldset>
          ))}
        </div>
        {refusal && (
          <div className="problem" role="alert">
            {refusal}
          </div>
        )}
        <ProblemNote error={submit.error} />
        <div className="status" role="status">
          <button type="button" data-kind="primary" onClick={() => save(false)}>
            {t("desk.save")}
          </button>
          {problems.some(({ severity }) => severity !== undefined) && (
            <>
              <button type="button" onClick={() => save(true)}>
                {t("desk.accept")} <kbd>F8</kbd>
              </button>
              <input
                className="grow"
                aria-label={t("common.reason")}
                placeholder={t("desk.acceptDefault")}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            </>
          )}
          <span className="small grow">
            {saving.offline ? (
              <span className="tag" data-tone="warn">
                {t("desk.offline")} {t("desk.waiting", { count: saving.waiting })}
              </span>
            ) : saving.lastSaved === undefined ? (
              ""
            ) : (
              <span className="good">✓ {t("desk.savedServer", { number: saving.lastSaved })}</span>
            )}
          </span>
          <button
            type="button"
            onClick={() => submit.mutate()}
            disabled={saving.waiting > 0 || submit.isPending}
          >
            {t("desk.submit")}
          </button>
        </div>
      </section>
      {help && <KeyHelp onClose={() => setHelp(false)} />}
    </main>
  );
};
