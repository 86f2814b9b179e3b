import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

/** What the address says of a list that is to be open: the way back to it from one of its cases. */
export const listIn = (name: string): string => `#xem-${name}`;

/** A list that is read once it is asked for, or once somebody comes back to it. */
export const ShownOnDemand = ({
  name,
  children,
}: {
  readonly name: string;
  readonly children: ReactNode;
}) => {
  const { t } = useTranslation();
  const [open, setOpen] = useState(window.location.hash === listIn(name));
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (window.location.hash === listIn(name)) place.current?.scrollIntoView({ block: "start" });
  }, [name]);
  return (
    <div className="below" ref={place}>
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
