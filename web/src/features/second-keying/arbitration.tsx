import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useParams } from "wouter";
import { dataOf, entryApi } from "../../api/client.ts";
import { textOf } from "../../ui/field-value.ts";
import type { KeyedValue } from "../../ui/keying/keyed-fields.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { ScanViewer } from "../../ui/scan-viewer.tsx";
import { SplitView } from "../../ui/split-view.tsx";
import { usePageKeys } from "../../ui/use-page-keys.ts";
import { useRecordTexts } from "../../ui/use-record-texts.ts";
import { useRecordType } from "../../ui/use-record-type.ts";
import { namedScan, useScanOf } from "../../ui/use-scan-of.ts";
import { Neither } from "./neither.tsx";
import { OneDifference } from "./one-difference.tsx";
import { ToneGroup } from "./tone-group.tsx";
import {
  type Decision,
  type Discrepancy,
  keyOf,
  useDiscrepancies,
  useHeldDecision,
} from "./use-discrepancies.ts";

const nothing: readonly Discrepancy[] = [];
const typing = (target: EventTarget | null): boolean => target instanceof HTMLInputElement;

/**
 * Where two keyings differ, one after another beside the image; a third person says what the paper
 * shows.
 */
export const Arbitration = () => {
  const { t } = useTranslation();
  const { batchId = "" } = useParams();
  const [, navigate] = useLocation();
  const client = useQueryClient();
  const [cursor, setCursor] = useState("");
  const [looked, setLooked] = useState<ReadonlySet<string>>(new Set());
  const [neither, setNeither] = useState<Discrepancy>();
  const { list, resolve } = useDiscrepancies(batchId);
  const batch = useQuery({
    queryKey: ["batch", batchId],
    queryFn: () => dataOf(entryApi.GET("/api/entry/v1/batches/{batchId}", { params: { path: { batchId } } })),
  });
  const type = useRecordType(batch.data?.recordType);
  const { labelOf } = useRecordTexts(batch.data?.recordType);
  const { held, hold, takeBack, sendHeld } = useHeldDecision(resolve);
  const items = (list.data ?? nothing).filter((one) => held === undefined || keyOf(one) !== keyOf(held));
  const single = items.find(({ kind }) => kind !== "tones");
  const tones = items.filter(({ kind }) => kind === "tones");
  const grouped = single === undefined && tones.length > 1;
  const here = single ?? tones.find((one) => keyOf(one) === cursor) ?? tones[0];
  const found = useScanOf(batch.data?.bookId, here?.number);
  const finish = useMutation({
    mutationFn: async () => {
      await sendHeld();
      const params = { path: { batchId } };
      return dataOf(entryApi.POST("/api/entry/v1/batches/{batchId}/finish-arbitration", { params }));
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["batches"] });
      navigate("/phan-xu");
    },
  });

  const look = (one: Discrepancy) => {
    setCursor(keyOf(one));
    setLooked((before) => new Set([...before, keyOf(one)]));
  };
  const settle = ({ recordId, field }: Discrepancy, choice: Decision["choice"], value?: KeyedValue) => {
    if (choice === "neither" && value === undefined) return;
    const after = tones[tones.findIndex((one) => keyOf(one) === keyOf({ recordId, field })) + 1];
    if (grouped && after) look(after);
    hold({ recordId, field, choice, ...(value === undefined ? {} : { value }) });
  };
  const choose = (choice: Decision["choice"]) => {
    if (!here || resolve.isPending) return;
    if (choice === "neither") setNeither(here);
    else settle(here, choice);
  };
  const allLooked = tones.every((one) => looked.has(keyOf(one)));
  const settleAll = (choice: "first" | "second") => {
    if (!grouped || !allLooked || resolve.isPending) return;
    void sendHeld();
    resolve.mutate(tones.map(({ recordId, field }) => ({ recordId, field, choice })));
  };
  const move = (by: number) => {
    const next = grouped && here ? tones[tones.indexOf(here) + by] : undefined;
    if (next) look(next);
  };
  usePageKeys((event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || typing(event.target)) return;
    const acts: Record<string, () => void> = {
      "1": () => choose("first"),
      "2": () => choose("second"),
      "3": () => choose("neither"),
      z: takeBack,
      ...(grouped
        ? {
            ArrowDown: () => move(1),
            ArrowUp: () => move(-1),
            a: () => settleAll("first"),
            b: () => settleAll("second"),
          }
        : {}),
    };
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    // A key that is held must not settle what nobody looked at.
    if (!event.repeat || event.key.startsWith("Arrow")) act();
  });
  const finished = list.data !== undefined && items.length === 0;
  useEffect(() => {
    if (finished) document.querySelector<HTMLElement>("[data-finish]")?.focus();
  }, [finished]);

  if (!list.data || !batch.data || !type.data) {
    return (
      <main className="page">
        <ProblemNote error={list.error ?? batch.error ?? type.error} />
      </main>
    );
  }
  const words = { blank: t("history.blank"), illegible: t("history.illegible") };
  const shown = (field: string, value: Parameters<typeof textOf>[0]) => {
    const text = textOf(value, words);
    const column = type.data?.fields.find((one) => one.code === field);
    const entry = type.data?.codeTables[column?.codeTable ?? ""]?.find(({ code }) => code === text);
    return entry && entry.label !== text ? `${text} – ${entry.label}` : text;
  };
  const readingsOf = ({ field, first, second }: Discrepancy) => ({
    first: shown(field, first),
    second: shown(field, second),
  });
  const { recordType, bookNumber } = batch.data;
  const book = t("batch.book", { type: t(`recordType.${recordType}`), number: bookNumber });
  return (
    <main className="desk-page">
      <SplitView image={<ScanViewer scan={namedScan(here?.scanId, found)} bookId={batch.data?.bookId} />}>
        <section className="form" aria-labelledby="desk-title">
          <div className="row heading">
            <h1 id="desk-title" className="grow">
              {here ? t("secondKeying.case", { number: here.number, book }) : book}
            </h1>
            {held && (
              <button type="button" data-kind="plain" className="small" onClick={takeBack}>
                {t("arbitration.takeBack")} <kbd>Z</kbd>
              </button>
            )}
            <span className="small" role="status" data-left={items.length}>
              {t("arbitration.left", { count: items.length })}
            </span>
          </div>
          <div className="scroll">
            {here && !grouped && (
              <OneDifference
                key={keyOf(here)}
                label={labelOf(here.field)}
                readings={readingsOf(here)}
                busy={resolve.isPending}
                onChoose={choose}
              />
            )}
            {here && grouped && (
              <ToneGroup
                items={tones}
                here={here}
                looked={looked}
                busy={resolve.isPending}
                labelOf={({ field }) => labelOf(field)}
                readingsOf={readingsOf}
                onLook={look}
                onAll={settleAll}
              />
            )}
            {finished && (
              <div className="stack">
                <p>{t("arbitration.none")}</p>
                <div>
                  <button
                    type="button"
                    data-kind="primary"
                    data-finish
                    disabled={finish.isPending}
                    onClick={() => finish.mutate()}
                  >
                    {t("arbitration.finish")}
                  </button>
                </div>
              </div>
            )}
          </div>
          <ProblemNote error={resolve.error ?? finish.error} />
          {here && <p className="status muted small">{t("arbitration.hint")}</p>}
        </section>
      </SplitView>
      {neither && (
        <Neither
          label={labelOf(neither.field)}
          initial={textOf(neither.first ?? neither.second, { blank: "", illegible: "" })}
          onValue={(value) => {
            setNeither(undefined);
            settle(neither, "neither", value);
          }}
          onClose={() => setNeither(undefined)}
        />
      )}
    </main>
  );
};
