import { useMutation } from "@tanstack/react-query";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { Parameters } from "../../api/paths.ts";
import { readsOf, useRefresh } from "../../api/queries.ts";
import { send } from "../../api/requests.ts";
import { AskText, FormDialog } from "../../ui/dialog.tsx";
import { textIn } from "../../ui/form-texts.ts";
import { ScanViewer } from "../../ui/scan-viewer.tsx";
import { upload } from "../../ui/upload.ts";
import { useScanOf } from "../../ui/use-scan-of.ts";

const ASK_SCAN = "/api/entry/v1/books/{bookId}/scan-exchanges";
const REQUESTS = "/api/entry/v1/exchanges";

type Why = Parameters<"post", typeof ASK_SCAN>["query"]["why"];

const reasons: readonly Why[] = ["unreadable", "incomplete", "wrong-page", "other-case"];
const isReason = (text: string): text is Why => reasons.some((one) => one === text);

interface ScanProps {
  readonly bookId: string;
  readonly number: string;
  readonly file: File;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/**
 * Asks for another scan of an accepted case, shown beside the present one. A case that only the
 * scan of the whole book shows gets its own.
 */
export const AskScanReplacement = ({ bookId, number, file, onDone, onClose }: ScanProps) => {
  const { t } = useTranslation();
  const id = useId();
  const refresh = useRefresh();
  const scan = useScanOf(bookId, number);
  const ask = useMutation({
    mutationFn: (why: Why) => upload({ file }, ASK_SCAN, { path: { bookId }, query: { why } }),
    onSuccess: async () => {
      await refresh(readsOf(REQUESTS));
      onDone();
    },
  });
  return (
    <FormDialog
      title={t("replacementRequest.scanTitle", { number })}
      confirm={t("replacementRequest.ask")}
      busy={ask.isPending}
      error={ask.error}
      onSubmit={(form) => {
        const why = textIn(form, "why");
        if (isReason(why)) ask.mutate(why);
      }}
      onClose={onClose}
    >
      <p>
        {t(scan.state === "none" ? "replacementRequest.scanOfBook" : "replacementRequest.scanWhat", {
          file: file.name,
        })}
      </p>
      {scan.state !== "none" && (
        <div className="there">
          <ScanViewer scan={scan} />
        </div>
      )}
      <div className="field">
        <label htmlFor={id}>{t("common.reason")}</label>
        <select id={id} name="why" data-first>
          {reasons.map((one) => (
            <option key={one} value={one}>
              {t(`replacementRequest.why.${one}`)}
            </option>
          ))}
        </select>
      </div>
    </FormDialog>
  );
};

interface OfficeProps {
  readonly bookId: string;
  readonly office: string;
  readonly reason: string;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Asks for another office of a book of which batches were accepted. */
export const AskOfficeReplacement = ({ bookId, office, reason, onDone, onClose }: OfficeProps) => {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const ask = useMutation({
    mutationFn: (because: string) =>
      send("post", "/api/entry/v1/books/{bookId}/office-exchanges", {
        path: { bookId },
        body: { office, reason: because },
      }),
    onSuccess: async () => {
      await refresh(readsOf(REQUESTS));
      onDone();
    },
  });
  return (
    <AskText
      title={t("replacementRequest.officeTitle")}
      label={t("common.reason")}
      confirm={t("replacementRequest.ask")}
      initial={reason}
      busy={ask.isPending}
      error={ask.error}
      onAnswer={(because) => ask.mutate(because)}
      onClose={onClose}
    >
      <p>{t("replacementRequest.officeWhat", { office })}</p>
    </AskText>
  );
};
