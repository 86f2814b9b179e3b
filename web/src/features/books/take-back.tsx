import { useTranslation } from "react-i18next";
import { send } from "../../api/requests.ts";
import { AskAboutBatch } from "../../ui/ask-about-batch.tsx";
import type { Batch } from "./use-batches.ts";

/** Takes a batch back from who has it, with a reason. */
export const TakeBack = (props: {
  readonly batch: Batch;
  readonly onDone: () => Promise<void>;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { batch, onDone, onClose } = props;
  return (
    <AskAboutBatch
      batch={batch}
      title={t("books.takeBack")}
      initial={t("books.takeBackDefault")}
      run={(reason, header) =>
        send("post", "/api/entry/v1/batches/{batchId}/take-back", {
          path: { batchId: batch.id },
          header,
          body: { reason },
        })
      }
      onDone={onDone}
      onClose={onClose}
    />
  );
};
