import type { Piece } from "./differing-characters.ts";

/** A reading with what only it has in bold on a colour, so that it is seen without colours too. */
export const MarkedText = ({ pieces, none }: { readonly pieces: readonly Piece[]; readonly none: string }) =>
  pieces.length === 0 ? (
    <span className="muted">{none}</span>
  ) : (
    pieces.map(({ text, differs }, index) =>
      differs ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
    )
  );
