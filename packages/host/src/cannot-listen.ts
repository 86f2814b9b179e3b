/** Where a server wants to listen, and which settings say so. */
export interface ListeningPlace {
  readonly host: string;
  readonly port: number;
  readonly settings: { readonly host: string; readonly port: string };
}

const reasonFor = (code: string, { host, port, settings }: ListeningPlace): readonly [string, string] => {
  const other = `${settings.port}=${port === 65_535 ? 8158 : port + 1}`;
  switch (code) {
    case "EADDRINUSE":
      return [
        `Cổng này (${port}) đang có chương trình khác dùng; hãy tắt chương trình ấy hoặc chọn cổng khác, ví dụ ${other}.`,
        `The port is in use (${port}); stop the program that has it or choose another, such as ${other}.`,
      ];
    case "EACCES":
      return [
        `Hệ điều hành không cho mở cổng ${port}; hãy chọn cổng từ 1024 trở lên, ví dụ ${settings.port}=8158.`,
        `The operating system does not allow port ${port}; choose one from 1024 on, such as ${settings.port}=8158.`,
      ];
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "EAFNOSUPPORT":
      return [
        `${settings.host}=${host}: máy này không có địa chỉ hay tên ấy; hãy đặt địa chỉ của chính máy này, hoặc ${settings.host}=0.0.0.0 để nhận từ mọi mạng.`,
        `${settings.host}=${host}: this machine has no such address or name; set one that it has, or ${settings.host}=0.0.0.0 for every network.`,
      ];
    default:
      return [
        `Không mở được cổng ${port} ở ${host} (${code}); hãy chọn cổng hoặc địa chỉ khác: ${settings.port}, ${settings.host}.`,
        `Port ${port} at ${host} cannot be opened (${code}); choose another port or address: ${settings.port}, ${settings.host}.`,
      ];
  }
};

/** A port or an address that cannot be had, with what to do about it; Vietnamese first. */
export class CannotListen extends Error {
  readonly code: string;
  constructor(code: string, place: ListeningPlace, cause: unknown) {
    super(reasonFor(code, place).join("\n"), { cause });
    this.name = "CannotListen";
    this.code = code;
  }
}

/** What the system says when it is asked for a place to listen at, or for the address of a name. */
const asked: ReadonlySet<unknown> = new Set(["listen", "bind", "getaddrinfo"]);

/** Answers where the server listens. Throws `CannotListen`. */
export const listenAt = async (
  server: { listen(at: { readonly host: string; readonly port: number }): Promise<string> },
  place: ListeningPlace,
): Promise<string> => {
  const { host, port } = place;
  try {
    return await server.listen({ host, port });
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error && "code" in error && asked.has(error.syscall)))
      throw error;
    throw new CannotListen(String(error.code), place, error);
  }
};
