import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { DecidedNote } from "../../ui/acceptance/decided.tsx";
import { useLimitWords } from "../../ui/acceptance/limit-words.ts";
import { formatMoment } from "../../ui/format.ts";
import { reviewState } from "../../ui/states.ts";
import { useBatchNumbers } from "../../ui/use-batch-numbers.ts";
import { useHasRole } from "../../ui/use-session.ts";
import { BatchVerdict, MarksInLot } from "./batch-verdict.tsx";
import { Marked } from "./marked.tsx";
import { ReviewFigures } from "./review-figures.tsx";
import type { Review } from "./use-review.ts";

/** What who accepted has said of limits laxer than the unit's. */
const LimitsConfirmed = ({ review: { laxerLimits } }: { readonly review: Review }) => {
  const { t } = useTranslation();
  const words = useLimitWords();
  if (!laxerLimits) return null;
  const { setBy: who, setAt, unit } = laxerLimits;
  const whose =
    who === undefined
      ? t("gate.limitsOfNobody")
      : t("gate.limitsFrom.opened", { who, at: formatMoment(setAt) });
  return (
    <p className="notice" data-laxer-limits-confirmed>
      {t("gate.limitsConfirmed", { own: words(laxerLimits), whose, unit: words(unit) })}
    </p>
  );
};

/** A review as it stands: its figures, what was marked, and who decides next. */
export const ReviewSummary = (props: {
  readonly review: Review;
  /** Opens a case of the sample once more; undefined for who cannot check any longer. */
  readonly onAgain: ((recordId: string) => void) | undefined;
}) => {
  const { t } = useTranslation();
  const acceptor = useHasRole("acceptor");
  const numbersOf = useBatchNumbers();
  const { review, onAgain } = props;
  const { bookId, lotId, recordType, status } = review;
  return (
    <main className="page stack">
      <h1>
        {t("review.title")} – {t(`recordType.${recordType}`)} {review.bookNumber} ·{" "}
        {review.numbers?.from !== undefined && `${numbersOf(review.numbers)} · `}
        {t("review.round", { round: review.round })} · {t(`review.state.${reviewState(review)}`)}
      </h1>
      <ReviewFigures review={review} />
      {lotId === undefined ? (
        <BatchVerdict review={review} onAgain={onAgain} />
      ) : (
        <MarksInLot review={review} onAgain={onAgain} />
      )}
      <Marked reviewId={review.id} recordType={recordType} sample={review.sample} onAgain={onAgain} />
      {status === "open" && review.fixesOnly && <p className="notice">{t("review.fixesOnly")}</p>}
      {lotId !== undefined && (
        <p className="notice">
          {t("review.inLot")} <Link href={`/nghiem-thu/${lotId}`}>{t("review.toLot")}</Link>
        </p>
      )}
      {status === "open" && !acceptor && lotId === undefined && <p className="notice">{t("review.done")}</p>}
      <DecidedNote {...review} />
      <LimitsConfirmed review={review} />
      {review.reason && <p className="notice">{review.reason}</p>}
      <p className="muted small">
        <Link href={`/so/${bookId}/doi-soat`}>{t("reconciliation.title")}</Link> · {t("review.seed")}:{" "}
        <code>{review.seed}</code>
      </p>
    </main>
  );
};
