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

type Why = "resumedBecause" | "reducedBecause";

/** The reasons that forming the lot still needs, in the order of asking. */
const askedFor = (stopped: boolean, reduced: boolean): readonly Why[] => [
  ...(stopped ? (["resumedBecause"] as const) : []),
  ...(reduced ? (["reducedBecause"] as const) : []),
];

/**
 * What a lot of the chosen batches would be, and which lots such a plan lets through, before it is
 * formed.
 */
export const LotPreview = ({ batchIds }: { readonly batchIds: readonly string[] }) => {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const client = useQueryClient();
  const unitName = useUnitNames();
  const [reduced, setReduced] = useState(false);
  const [reasons, setReasons] = useState<Readonly<Partial<Record<Why, string>>>>();
  const preview = useQuery({
    queryKey: ["lot-preview", reduced, ...batchIds],
    queryFn: () =>
      dataOf(reviewApi.POST("/api/review/v1/lots/preview", { body: { batchIds: [...batchIds], reduced } })),
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
    mutationFn: (given: Partial<Record<Why, string>>) =>
      dataOf(reviewApi.POST("/api/review/v1/lots", { body: { batchIds: [...batchIds], ...given } })),
    onSuccess: async ({ lotId }) => {
      await client.invalidateQueries({ queryKey: ["lots"] });
      navigate(`/nghiem-thu/${lotId}`);
    },
  });
  const lot = preview.data;
  if (!lot || !plan) return <ProblemNote error={preview.error} />;
  const needed = askedFor(lot.next.stopped, reduced);
  const asked = reasons && needed.find((why) => reasons[why] === undefined);
  const answer = (given: Partial<Record<Why, string>>) => {
    const all = needed.every((why) => given[why] !== undefined);
    setReasons(all ? undefined : given);
    if (all) form.mutate(given);
  };
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
          {(lot.next.reducible || reduced) && (
            <label className="row">
              <input
                type="checkbox"
                name="reduced"
                checked={reduced}
                onChange={(event) => setReduced(event.target.checked)}
              />
              <span className="grow">{t("lots.reduce")}</span>
            </label>
          )}
          <div>
            <button
              type="button"
              data-kind="primary"
              disabled={form.isPending || preview.isFetching}
              onClick={() => answer({})}
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
      {asked && (
        <AskText
          key={asked}
          title={t(`lots.why.${asked}`)}
          label={t("common.reason")}
          confirm={t("lots.form")}
          onAnswer={(reason) => answer({ ...reasons, [asked]: reason })}
          onClose={() => setReasons(undefined)}
        />
      )}
    </section>
  );
};
