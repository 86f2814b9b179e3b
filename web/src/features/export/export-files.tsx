import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { BusyButton } from "../../ui/busy-button.tsx";
import { download } from "../../ui/download.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";

const files = ["workbook.xlsx", "scans.zip", "manifest.json"] as const;

/** The files of an export, to be taken away; after its time the manifest of what was sent alone. */
export const ExportFiles = (props: {
  readonly exportId: string;
  readonly name: string;
  readonly manifestOnly: boolean;
}) => {
  const { t } = useTranslation();
  const { exportId, name, manifestOnly } = props;
  const given = manifestOnly ? (["manifest.json"] as const) : files;
  const fetchFile = useMutation({
    mutationFn: (file: (typeof files)[number]) =>
      download(`${name}-${file}`, `/api/reporting/v1/exports/{exportId}/${file}`, { path: { exportId } }),
  });
  return (
    <>
      <ProblemNote error={fetchFile.error} />
      <div className="row">
        {given.map((file) => (
          <BusyButton
            type="button"
            key={file}
            busy={fetchFile.isPending}
            onClick={() => fetchFile.mutate(file)}
          >
            {t(`export.file.${file.split(".")[0] ?? ""}`)}
          </BusyButton>
        ))}
      </div>
    </>
  );
};
