import { useTranslation } from "react-i18next";
import { SubmitBatch } from "../../ui/keying/submit-batch.tsx";

/** The end of a second keying: only when every case has been keyed, and is on the server. */
export const FinishSecond = (props: {
  readonly batchId: string;
  /** Cases not keyed yet, and cases that wait here for the server. */
  readonly left: number;
  readonly waiting: number;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { batchId, left, waiting, onClose } = props;
  const what =
    left > 0
      ? t("secondKeying.left", { count: left })
      : waiting > 0
        ? t("desk.submitWaits", { count: waiting })
        : t("secondKeying.finishWhat");
  return (
    <SubmitBatch
      batchId={batchId}
      what={what}
      onClose={onClose}
      title={t("secondKeying.finish")}
      confirm={t("secondKeying.finishNow")}
      blocked={left > 0 || waiting > 0}
    />
  );
};
