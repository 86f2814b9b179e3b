import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { query, wholeList } from "../../api/queries.ts";
import { formatNumber } from "../../ui/format.ts";
import { SubmitBatch } from "../../ui/keying/submit-batch.tsx";
import type { Saving } from "../../ui/keying/use-saving.ts";
import { countMarked } from "../../ui/marked-fields.ts";
import { besideExpected, expectedOf, type Missing, missingOf, standingCases } from "./missing-numbers.ts";
import type { DeskBatch } from "./use-desk-data.ts";

/** As many as a person takes in at a glance. */
const listOf = (numbers: readonly string[]): string =>
  [...numbers.slice(0, 12), ...(numbers.length > 12 ? ["…"] : [])].join(", ");

/** How much of the batch is keyed, and what is not: numbers without a case, a case in the form. */
const Standing = (props: {
  readonly expected: number | undefined;
  /** What is expected is the least: each number has a second case, and may have a third. */
  readonly secondCases: boolean;
  readonly keyed: number;
  readonly missing: Missing | undefined;
  /** Keyed cases that are none of the expected ones. */
  readonly beside: readonly string[];
  /** Marked fields that nobody has mended. */
  readonly marks: number;
  readonly unanswered: number;
  readonly halfKeyed: boolean;
}) => {
  const { t } = useTranslation();
  const { expected, secondCases, keyed, missing, beside, marks, unanswered, halfKeyed } = props;
  return (
    <dl className="facts" data-standing>
      <dt>{t("desk.submitExpected")}</dt>
      <dd>
        {expected === undefined
          ? t("desk.submitExpectedUnknown")
          : secondCases
            ? t("desk.submitExpectedLeast", { least: formatNumber(expected) })
            : formatNumber(expected)}
      </dd>
      <dt>{t("desk.submitKeyed")}</dt>
      <dd>{formatNumber(keyed)}</dd>
      {beside.length > 0 && (
        <>
          <dt>{t("desk.submitBeside", { count: beside.length })}</dt>
          <dd data-beside>
            {listOf(beside)}
            <span className="below muted small">{t("desk.submitBesideWhat")}</span>
          </dd>
        </>
      )}
      {missing && missing.count > 0 && (
        <>
          <dt>
            {t(secondCases ? "desk.submitMissingSecond" : "desk.submitMissing", { count: missing.count })}
          </dt>
          <dd>
            <strong>{missing.shown || t("desk.submitMissingUnnamed")}</strong>
          </dd>
        </>
      )}
      {marks > 0 && (
        <>
          <dt>{t("desk.submitNotMended", { count: marks })}</dt>
          <dd>
            <strong>{t("desk.submitNotMendedWhat")}</strong>
          </dd>
        </>
      )}
      {unanswered > 0 && (
        <>
          <dt>{t("desk.submitUnanswered", { count: unanswered })}</dt>
          <dd>
            <strong>{t("desk.submitUnansweredWhat")}</strong>
          </dd>
        </>
      )}
      {halfKeyed && (
        <>
          <dt>{t("desk.submitHalfKeyed")}</dt>
          <dd>
            <strong>{t("desk.submitHalfKeyedWhat")}</strong>
          </dd>
        </>
      )}
    </dl>
  );
};

/**
 * The end of a keying: only when every case is on the server, and after what is missing was shown.
 */
export const FinishFirst = (props: {
  readonly batch: DeskBatch;
  readonly saving: Saving;
  /** A case stands in the form that was not saved. */
  readonly halfKeyed: boolean;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { batch, saving, halfKeyed, onClose } = props;
  const book = useQuery(query("/api/entry/v1/books/{bookId}", { path: { bookId: batch.bookId } }));
  const path = { batchId: batch.id };
  const cases = useQuery({
    ...wholeList("/api/entry/v1/batches/{batchId}/records", { path, query: { limit: 200 } }),
    staleTime: 0,
    gcTime: 0,
  });
  const unsent = saving.waiting + saving.refused.length;
  const standing = cases.data && standingCases(cases.data.items);
  const numbers = standing?.map(({ number }) => number);
  const expected = expectedOf(batch, book.data?.expectedCases);
  const missing = numbers && missingOf(batch, expected, numbers);
  const unanswered = (standing ?? []).filter(({ findings }) => findings.open > 0).length;
  const marks = (cases.data?.items ?? []).reduce((sum, one) => sum + countMarked(one.marks), 0);
  const isWhole = missing?.count === 0 && !halfKeyed && unanswered + marks === 0;
  return (
    <SubmitBatch
      batchId={batch.id}
      title={t("desk.submit")}
      what={
        unsent > 0
          ? t("desk.submitWaits", { count: unsent })
          : t("desk.submitWhat", { count: numbers?.length ?? batch.records })
      }
      confirm={t("desk.submitNow")}
      blocked={unsent > 0 || cases.data?.items.length === 0 || cases.isPending || book.isPending}
      isWhole={isWhole}
      onClose={onClose}
    >
      {numbers && (
        <Standing
          expected={expected}
          secondCases={batch.secondCases === true}
          keyed={numbers.length}
          missing={missing}
          beside={besideExpected(batch, expected, numbers)}
          marks={marks}
          unanswered={unanswered}
          halfKeyed={halfKeyed}
        />
      )}
    </SubmitBatch>
  );
};
