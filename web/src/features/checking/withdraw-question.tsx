import { useTranslation } from "react-i18next";
import { AskText } from "../../ui/dialog.tsx";
import type { Mark } from "./use-sampled-record.ts";

/**
 * Why a mark that somebody else has set, or an earlier round, is taken away; whoever decides sees
 * both.
 */
export const WithdrawQuestion = (props: {
  readonly mark: Mark;
  readonly label: string;
  /** What was typed before somebody else was quicker. */
  readonly typed: string | undefined;
  readonly onWithdraw: (reason: string) => void;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { mark, label, typed, onWithdraw, onClose } = props;
  const title = t(mark.ofOthers ? "review.withdraw" : "review.withdrawEarlier");
  return (
    <AskText
      title={`${title}: ${label}`}
      label={t("review.withdrawWhy")}
      confirm={title}
      initial={typed ?? ""}
      onAnswer={onWithdraw}
      onClose={onClose}
    >
      <p>
        {t(mark.ofOthers ? "review.markedByOthers" : "review.markedEarlier", {
          who: (mark.markedBy ?? []).join(", "),
          severity: t(`review.severity.${mark.severity}`),
          reason: mark.reason,
        })}
      </p>
    </AskText>
  );
};
