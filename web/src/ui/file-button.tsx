import { useRef } from "react";

/** A button that opens the file chooser. */
export const FileButton = (props: {
  readonly label: string;
  readonly accept: string;
  readonly disabled?: boolean;
  readonly kind?: "primary";
  readonly onFile: (file: File) => void;
}) => {
  const { label, accept, disabled = false, kind, onFile } = props;
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={chooser}
        type="file"
        accept={accept}
        aria-label={label}
        hidden
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) onFile(file);
          event.target.value = "";
        }}
      />
      <button type="button" data-kind={kind} disabled={disabled} onClick={() => chooser.current?.click()}>
        {label}
      </button>
    </>
  );
};
