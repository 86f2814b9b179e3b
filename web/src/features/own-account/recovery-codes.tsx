import { useState } from "react";
import { useTranslation } from "react-i18next";

/** Codes for a lost phone, shown once: printed or written down before the page goes on. */
export const RecoveryCodes = (props: { readonly codes: readonly string[]; readonly onDone: () => void }) => {
  const { t } = useTranslation();
  const { codes, onDone } = props;
  const [kept, setKept] = useState(false);
  return (
    <>
      <ul className="codes" data-recovery>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className="row">
        <button type="button" onClick={() => window.print()}>
          {t("factor.print")}
        </button>
      </div>
      <label className="row">
        <input type="checkbox" checked={kept} onChange={({ target }) => setKept(target.checked)} />
        {t("factor.kept")}
      </label>
      <button type="button" data-kind="primary" disabled={!kept} onClick={onDone}>
        {t("factor.done")}
      </button>
    </>
  );
};
