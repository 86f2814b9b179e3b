import { useRef } from "react";
import { BusyButton } from "./busy-button.tsx";

/** A button that opens the file chooser. */
export const FileButton = (props: {
  readonly label: string;
  readonly accept: string;
  readonly busy?: boolean;
  readonly kind?: "primary";
  readonly onFile: (file: File) => void;
}) => {
  const { label, accept, busy = false, kind, onFile } = props;
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
      <BusyButton data-kind={kind} busy={busy} onClick={() => chooser.current?.click()}>
        {label}
      </BusyButton>
    </>
  );
};
