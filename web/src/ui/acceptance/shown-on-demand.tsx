import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

/** A list that is read once it is asked for. */
export const ShownOnDemand = ({
  name,
  children,
}: {
  readonly name: string;
  readonly children: ReactNode;
}) => {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <div className="below">
      <button
        type="button"
        data-kind="plain"
        data-show={name}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {t(open ? "gate.unclearHide" : "gate.unclearShow")}
      </button>
      {open && children}
    </div>
  );
};
