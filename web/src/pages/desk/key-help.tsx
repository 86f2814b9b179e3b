import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

export const deskKeys = [
  { keys: "Ctrl + Enter", label: "desk.help.save" },
  { keys: "F2", label: "desk.help.blank" },
  { keys: "F3", label: "desk.help.illegible" },
  { keys: "F4", label: "desk.help.doubtful" },
  { keys: "F6", label: "desk.help.ditto" },
  { keys: "F8", label: "desk.help.accept" },
  { keys: "F1, ?", label: "desk.help.help" },
] as const;

/** The keys, where anybody can find them. */
export const KeyHelp = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => close.current?.focus(), []);
  return (
    <div className="dialog-back">
      <div className="dialog" role="dialog" aria-modal="true" aria-labelledby="keys-title">
        <h2 id="keys-title">{t("desk.keys")}</h2>
        <table>
          <tbody>
            {deskKeys.map(({ keys, label }) => (
              <tr key={keys}>
                <td>
                  <kbd>{keys}</kbd>
                </td>
                <td>{t(label)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className="right">
          <button type="button" ref={close} onClick={onClose}>
            {t("common.close")}
          </button>
        </p>
      </div>
    </div>
  );
};
