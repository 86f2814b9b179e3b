import { useTranslation } from "react-i18next";
import type { ItemOf } from "../api/paths.ts";

type Batch = Pick<ItemOf<"/api/entry/v1/batches">, "status" | "round" | "lastReturn" | "fixesOnly">;

/** Why a batch came back and whether all of it did, while it is mended. */
export const ReturnReason = ({ batch }: { readonly batch: Batch }) => {
  const { t } = useTranslation();
  const { status, round, lastReturn, fixesOnly } = batch;
  if (status !== "open" || lastReturn?.round !== round) return null;
  return (
    <p className="notice" data-return-reason={fixesOnly ? "fixes" : "whole"}>
      {t(fixesOnly ? "batch.fixesAlone" : "batch.allAgain")}
      {lastReturn.reason !== "" && ` ${t("batch.because", { reason: lastReturn.reason })}`}
    </p>
  );
};
