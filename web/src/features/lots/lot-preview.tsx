import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { BusyButton } from "../../ui/busy-button.tsx";
import { AskText } from "../../ui/dialog.tsx";
import { formatNumber } from "../../ui/format.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useUnitNames } from "../../ui/use-unit-names.ts";
import { OperatingCurve } from "./operating-curve.tsx";
import { PlanTable } from "./plan-table.tsx";
import { useFormLot, useLotPreview } from "./use-lots.ts";

type Why = "resumedBecause" | "reducedBecause";
type Reasons = Readonly<Partial<Record<Why, string>>>;

/** The reasons that forming the lot still needs, in the order of asking. */
const askedFor = (stopped: boolean, reduced: boolean): readonly Why[] => [
  ...(stopped ? (["resumedBecause"] as const) : []),
  ...(reduced ? (["reducedBecause"] as const) : []),
];

const firstMissing = (needed: readonly Why[], given: Reasons): Why | undefined =>
  needed.find((why) => given[why] === undefined);

/** Reduced inspection, where it is earned, begins by a person's word only. */
const Reduce = (props: { readonly reduced: boolean; readonly onReduce: (reduced: boolean) => void }) => {
  const { t } = useTranslation();
  const { reduced, onReduce } = props;
  return (
    <label className="row">
      <input
        type="checkbox"
        name="reduced"
        checked={reduced}
        onChange={(event) => onReduce(event.target.checked)}
      />
      <span className="grow">{t("lots.reduce")}</span>
    </label>
  );
};

/**
 * What a lot of the chosen batches would be, and which lots such a plan lets through, before it is
 * formed.
 */
export const LotPreview = ({ batchIds }: { readonly batchIds: readonly string[] }) => {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const unitName = useUnitNames();
  const [reduced, setReduced] = useState(false);
  const [reasons, setReasons] = useState<Reasons>();
  const { preview, curve } = useLotPreview(batchIds, reduced);
  const form = useFormLot((lotId) => navigate(`/nghiem-thu/${lotId}`));
  const lot = preview.data;
  if (!lot) return <ProblemNote error={preview.error} />;
  const needed = askedFor(lot.next.stopped, reduced);
  const asked = reasons && firstMissing(needed, reasons);
  const answer = (given: Reasons) => {
    const complete = firstMissing(needed, given) === undefined;
    setReasons(complete ? undefined : given);
    if (complete) form.mutate({ batchIds, ...given });
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
              sample: formatNumber(lot.plan.sampleSize),
              digitiser: (lot.digitiserIds ?? [lot.digitiserId]).map(unitName).join(", "),
            })}
          </p>
          <PlanTable plan={lot.plan} />
          {lot.next.stopped && <p className="problem">{t("lots.stopped")}</p>}
          {(lot.next.reducible || reduced) && <Reduce reduced={reduced} onReduce={setReduced} />}
          <div>
            <BusyButton
              type="button"
              data-kind="primary"
              busy={form.isPending || preview.isFetching}
              onClick={() => answer({})}
            >
              {t("lots.form")}
            </BusyButton>
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
