import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { query } from "../../api/queries.ts";
import { useImagesAhead } from "../../ui/keying/use-case-images.ts";
import { useRecordType } from "../../ui/use-record-type.ts";
import { useScanOf } from "../../ui/use-scan-of.ts";
import { type SecondCase, useSecondCases } from "./use-second-cases.ts";

const noCases: readonly SecondCase[] = [];

/** The batch, its cases, the columns that are keyed twice, and the scan of the case in the form. */
export const useSecondData = (batchId: string, here: SecondCase | undefined) => {
  const batch = useQuery(query("/api/entry/v1/batches/{batchId}", { path: { batchId } }));
  const cases = useSecondCases(batchId);
  const type = useRecordType(batch.data?.recordType);
  const scan = useScanOf(batch.data?.bookId, here?.number);
  useImagesAhead(batch.data?.bookId, here?.number ?? "");
  const compared = useMemo(() => cases.data?.fields ?? [], [cases.data]);
  const columns = useMemo(
    () => type.data?.fields.filter(({ code }) => compared.includes(code)) ?? [],
    [type.data, compared],
  );
  return {
    batch,
    cases,
    type,
    compared,
    columns,
    items: cases.data?.items ?? noCases,
    scan,
  };
};
