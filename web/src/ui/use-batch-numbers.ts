import { useTranslation } from "react-i18next";

interface NumberedBatch {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly secondCases?: true | undefined;
}

/** Says which numbers of its book a batch holds. */
export const useBatchNumbers = () => {
  const { t } = useTranslation();
  return ({ from, to, secondCases }: NumberedBatch): string => {
    if (from === undefined) return t("books.wholeBook");
    const isOne = from === to;
    const range = { from, to: to ?? "…" };
    if (secondCases) return t(isOne ? "books.secondCaseOf" : "books.secondCasesOf", range);
    return t(isOne ? "books.oneNumber" : "books.range", range);
  };
};
