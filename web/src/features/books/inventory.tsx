import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { readsOf, useRefresh } from "../../api/queries.ts";
import { AndMore } from "../../ui/and-more.tsx";
import { FileButton } from "../../ui/file-button.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { upload } from "../../ui/upload.ts";

/** Refusals that are listed. */
const SHOWN = 20;

/** A whole shelf at once, from a workbook. */
export const Inventory = ({ unitId }: { readonly unitId: string }) => {
  const { t, i18n } = useTranslation();
  const refresh = useRefresh();
  const send = useMutation({
    mutationFn: (file: File) => upload({ file }, "/api/entry/v1/books/inventory", { query: { unitId } }),
    onSuccess: () => refresh(readsOf("/api/entry/v1/books")),
  });
  const count = (outcome: string) => (send.data?.books ?? []).filter((one) => one.outcome === outcome).length;
  return (
    <>
      <FileButton
        label={t("books.inventory")}
        accept=".xlsx,.csv"
        busy={send.isPending}
        onFile={(file) => send.mutate(file)}
      />
      <ProblemNote error={send.error} />
      {send.data && (
        <div className="small" role="status">
          {t("books.inventoried", {
            registered: count("registered"),
            exists: count("exists"),
            refused: count("refused"),
          })}
          {send.data.books
            .filter(({ outcome }) => outcome === "refused")
            .slice(0, SHOWN)
            .map(({ row, detail, detailEn }) => (
              <div className="problem" key={row}>
                {t("books.row", { row })}: {i18n.language === "en" ? detailEn : detail}
              </div>
            ))}
          <AndMore count={send.data.books.filter(({ outcome }) => outcome === "refused").length - SHOWN} />
        </div>
      )}
    </>
  );
};
