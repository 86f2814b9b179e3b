import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { readsOf, useRefresh } from "../../api/queries.ts";
import { AndMore } from "../../ui/and-more.tsx";
import { FileButton } from "../../ui/file-button.tsx";
import { formatShare } from "../../ui/format.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { uploadLarge } from "../../ui/upload.ts";
import { AskScanReplacement } from "./ask-replacement.tsx";
import { type Attached, ReplaceScan } from "./replace-scan.tsx";

/** Refusals that are listed. */
const SHOWN = 20;

type Refused = Attached["files"][number];

/**
 * The file that came alone for a number that has a scan: it can take its place, or be asked for
 * where the case is accepted.
 */
const replacementIn = ({ files }: Attached, file: File | undefined) => {
  const [first] = files;
  if (files.length !== 1 || first?.number === undefined || !file) return;
  if (first.reason !== "has-scan" && first.reason !== "accepted-case") return;
  return { isAccepted: first.reason === "accepted-case", scan: { number: first.number, file } };
};

const RefusedFiles = ({ files }: { readonly files: readonly Refused[] }) => {
  const { i18n } = useTranslation();
  return (
    <>
      {files.slice(0, SHOWN).map((file) => (
        <div key={file.fileName} className="problem">
          {file.fileName}: {i18n.language === "en" ? file.detailEn : file.detailVi}
        </div>
      ))}
      <AndMore count={files.length - SHOWN} />
    </>
  );
};

/** Page images of a book, one by one or many in a zip; told are those that were refused. */
export const Scans = ({ bookId }: { readonly bookId: string }) => {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const attach = useMutation({
    mutationFn: (file: File) =>
      uploadLarge(file, setShare, "/api/entry/v1/books/{bookId}/scans", { path: { bookId } }),
    onSuccess: (attached) => tell(attached),
    onSettled: () => setShare(0),
  });
  const [share, setShare] = useState(0);
  const [data, setData] = useState<Attached>();
  const [isReplacing, setReplacing] = useState(false);
  const tell = (attached: Attached) => {
    setData(attached);
    setReplacing(false);
    return refresh(readsOf("/api/entry/v1/books"), readsOf("/api/entry/v1/books/{bookId}/scans"));
  };
  const replacement = data && replacementIn(data, attach.variables);
  return (
    <>
      <FileButton
        label={attach.isPending ? t("books.uploading") : t("books.upload")}
        accept=".pdf,.zip"
        busy={attach.isPending}
        onFile={(file) => attach.mutate(file)}
      />
      {attach.isPending && (
        <>
          <progress aria-label={t("books.uploading")} max={1} value={share} />
          <span className="small" role="status">
            {share < 1 ? t("books.sent", { share: formatShare(share) }) : t("books.checkingNames")}
          </span>
        </>
      )}
      <ProblemNote error={attach.error} />
      {data && (
        <div className="small" role="status">
          {t("books.uploaded", { attached: data.attached, unchanged: data.unchanged, refused: data.refused })}
          <RefusedFiles files={data.files.filter(({ outcome }) => outcome === "refused")} />
        </div>
      )}
      {replacement && (
        <button type="button" onClick={() => setReplacing(true)}>
          {t(replacement.isAccepted ? "replacementRequest.askScan" : "books.replace")}
        </button>
      )}
      {replacement && isReplacing && !replacement.isAccepted && (
        <ReplaceScan
          bookId={bookId}
          {...replacement.scan}
          onDone={tell}
          onClose={() => setReplacing(false)}
        />
      )}
      {replacement && isReplacing && replacement.isAccepted && (
        <AskScanReplacement
          bookId={bookId}
          {...replacement.scan}
          onDone={() => setData(undefined)}
          onClose={() => setReplacing(false)}
        />
      )}
      {attach.isSuccess && !data && (
        <p className="small good" role="status" data-asked>
          {t("replacementRequest.asked")}
        </p>
      )}
    </>
  );
};
