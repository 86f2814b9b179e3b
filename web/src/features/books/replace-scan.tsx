import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Answer } from "../../api/paths.ts";
import { query } from "../../api/queries.ts";
import { FormDialog } from "../../ui/dialog.tsx";
import { formatMoment } from "../../ui/format.ts";
import { ScanViewer } from "../../ui/scan-viewer.tsx";
import { upload } from "../../ui/upload.ts";
import { isOvertaken } from "../../ui/use-made-from.ts";

const SCANS = "/api/entry/v1/books/{bookId}/scans";

export type Attached = Answer<"post", typeof SCANS>;

interface Props {
  readonly bookId: string;
  readonly number: string;
  readonly file: File;
  readonly onDone: (attached: Attached) => void;
  readonly onClose: () => void;
}

/**
 * The scan that a number has, beside the file that is to take its place; where somebody else was
 * quicker, theirs.
 */
export const ReplaceScan = ({ bookId, number, file, onDone, onClose }: Props) => {
  const { t } = useTranslation();
  const there = useQuery({
    ...query(SCANS, { path: { bookId }, query: { number, limit: 1 } }),
    staleTime: 0,
  });
  const scan = there.data?.items[0];
  const replace = useMutation({
    mutationFn: (seen: number) =>
      upload({ file, seen }, SCANS, { path: { bookId }, query: { replace: true } }),
    onSuccess: onDone,
    onError: (error) => (isOvertaken(error) ? there.refetch() : undefined),
  });
  return (
    <FormDialog
      title={t("books.replaceTitle", { number })}
      confirm={t("books.replaceWith", { file: file.name })}
      busy={!scan || there.isFetching || replace.isPending}
      error={there.error ?? replace.error}
      onSubmit={() => scan && replace.mutate(scan.revision)}
      onClose={onClose}
    >
      {scan && (
        <>
          <p data-there={scan.id}>
            {t("books.attachedBy", { name: scan.attachedBy, at: formatMoment(scan.attachedAt) })}
          </p>
          <div className="there">
            <ScanViewer scan={{ id: scan.id, state: "found" }} />
          </div>
        </>
      )}
    </FormDialog>
  );
};
