import { useTranslation } from "react-i18next";
import type { ItemOf } from "../api/paths.ts";
import { leftToDo } from "./left-to-do.ts";
import { useFindingsWait } from "./use-findings-wait.ts";

type Batch = Pick<
  ItemOf<"/api/entry/v1/batches">,
  "id" | "status" | "round" | "lastReturn" | "fixesOnly" | "marks"
>;

/** Why a batch came back and whether all of it did, while it is mended. */
export const ReturnReason = ({ batch }: { readonly batch: Batch }) => {
  const { t } = useTranslation();
  const { status, round, lastReturn, fixesOnly, marks } = batch;
  const findingsWait = useFindingsWait(batch);
  if (status !== "open" || lastReturn?.round !== round) return null;
  return (
    <p className="notice" data-return-reason={fixesOnly ? "fixes" : "whole"}>
      {t(fixesOnly ? leftToDo(marks, findingsWait) : "batch.allAgain")}
      {!fixesOnly && findingsWait && ` ${t("batch.findingsToo")}`}
      {lastReturn.reason !== "" && ` ${t("batch.because", { reason: lastReturn.reason })}`}
    </p>
  );
};
