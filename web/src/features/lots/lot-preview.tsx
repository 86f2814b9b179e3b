import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { dataOf, reviewApi } from "../../api/client.ts";
import { AskText } from "../../ui/dialog.tsx";
import { formatNumber } from "../../ui/format.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useUnitNames } from "../../ui/use-unit-names.ts";
import { OperatingCurve } from "./operating-curve.tsx";
import { PlanTable } from "./plan-table.tsx";

/**
 * What a lot of the chosen batches would be, and which lots such a plan lets through, before it is
 * formed.
 */
export const LotPreview = ({ batchIds }: { readonly batchIds: readonly string[] }) => {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const client = useQueryClient();
  const unitName = useUnitNames();
  const [resuming, setResuming] = useState(false);
  const preview = useQuery({
    queryKey: ["lot-preview", ...batchIds],
    queryFn: () =>
      dataOf(reviewApi.POST("/api/review/v1/lots/preview", { body: { batchIds: [...batchIds] } })),
    placeholderData: (before) => before,
  });
  const plan = preview.data?.plan;
  const curve = useQuery({
    queryKey: ["sampling-plan", preview.data?.size, plan],
    enabled: preview.data !== undefined,
    placeholderData: (before) => before,
    queryFn: () => {
      const { level = "II", key = 1, other = 4, inspection = "normal" } = plan ?? {};
      const query = { size: preview.data?.size ?? 1, level, key, other, inspection };
      return dataOf(reviewApi.GET("/api/review/v1/sampling-plan", { params: { query } }));
    },
  });
  const form = useMutation({
    mutationFn: (resumedBecause: string | undefined) => {
      const body = { batchIds: [...batchIds], ...(resumedBecause === undefined ? {} : { resumedBecause }) };
      return dataOf(reviewApi.POST("/api/review/v1/lots", { body }));
    },
    onSuccess: async ({ lotId }) => {
      await client.invalidateQueries({ queryKey: ["lots"] });
      navigate(`/nghiem-thu/${lotId}`);
    },
  });
  const lot = preview.data;
  if (!lot || !plan) return <ProblemNote error={preview.error} />;
  return (
    <section className="card stack" aria-labelledby="preview-title" data-preview={lot.size}>
      <h2 id="preview-title">{t("lots.preview")}</h2>
      <ProblemNote error={preview.error ?? form.error} />
      <div className="columns">
        <div className="stack">
          <p>
            {t("lots.previewSize", {
              size: formatNumber(lot.size),
              sample: formatNumber(plan.sampleSize),
              digitiser: unitName(lot.digitiserId),
            })}
          </p>
          <PlanTable plan={plan} />
          {lot.next.stopped && <p className="problem">{t("lots.stopped")}</p>}
          <div>
            <button
              type="button"
              data-kind="primary"
              disabled={form.isPending || preview.isFetching}
              onClick={() => (lot.next.stopped ? setResuming(true) : form.mutate(undefined))}
            >
              {t("lots.form")}
            </button>
          </div>
        </div>
        <div>
          {curve.data && <OperatingCurve keyFields={curve.data.curves.key} other={curve.data.curves.other} />}
          <ProblemNote error={curve.error} />
        </div>
      </div>
      {resuming && (
        <AskText
          title={t("lots.resume")}
          label={t("common.reason")}
          confirm={t("lots.form")}
          onAnswer={(reason) => {
            setResuming(false);
            form.mutate(reason);
          }}
          onClose={() => setResuming(false)}
        />
      )}
    </section>
  );
};
