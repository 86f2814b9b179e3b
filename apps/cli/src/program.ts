import { createInterface } from "node:readline/promises";
import type { CommandSetting } from "@sogoc/host/command-environment";
import { Command } from "commander";
import { backupPlace, dataFolder, namedDataFolder, restoreTarget } from "./data-folder.ts";
import { CommandFailed, exitCodes } from "./exit-codes.ts";
import { usageFaultInWords } from "./usage-faults.ts";

/**
 * Each command loads what it needs and no more: a program that begins with everything takes a
 * second to say its own name.
 */
const load = {
  admin: () => import("./admin-commands.ts"),
  engines: () => import("./engines-commands.ts"),
  client: () => import("./api-client.ts"),
  api: () => import("./api-commands.ts"),
  authority: () => import("./authority-commands.ts"),
  backups: () => import("./backup-commands.ts"),
  drill: () => import("./drill-backup.ts"),
  clocks: () => import("./clock-command.ts"),
  keys: () => import("./keys-commands.ts"),
  migration: () => import("./migrate/migrate-command.ts"),
  parkedEvents: () => import("./parked-commands.ts"),
  simulation: () => import("./simulation/print-simulation.ts"),
  stores: () => import("./store-commands.ts"),
  log: () => import("./verify-log.ts"),
  packages: () => import("./verify-package.ts"),
  samples: () => import("@sogoc/synthetic"),
};

/** Every command and what it is given; what a command does lies in the file that it loads. */
export const program = new Command("sogoc")
  .description("Sổ Gốc: công cụ dòng lệnh / command line tools")
  .exitOverride()
  .configureOutput({ outputError: (message, write) => write(usageFaultInWords(message)) })
  .showHelpAfterError();

const ask = async (question: string): Promise<string> => {
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await asking.question(question);
  } finally {
    asking.close();
  }
};

const passwordFor = async (signInName: string): Promise<string> =>
  process.env["SOGOC_PASSWORD" satisfies CommandSetting] ??
  (await ask(`Mật khẩu của ${signInName} / password: `));

const askCode = async (): Promise<string> =>
  process.env["SOGOC_CODE" satisfies CommandSetting] ??
  (await ask("Mã xác thực trên điện thoại, hoặc mã dự phòng / code of the phone, or a recovery code: "));

const wholeNumber = (text: string, option: string): number => {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new CommandFailed(`${option}: 1–9999`, exitCodes.usage);
};

const withServer = (command: Command): Command =>
  command
    .option("--url <address>", "địa chỉ máy chủ / server", "http://127.0.0.1:8158")
    .requiredOption("--as <name>", "tên đăng nhập / sign-in name (mật khẩu: SOGOC_PASSWORD)");

const signIn = async ({ url, as }: { url: string; as: string }) => {
  const { connect } = await load.client();
  return connect({ url, signInName: as, password: await passwordFor(as), askCode });
};

withServer(program.command("import <file>"))
  .description("nhập một tệp bảng tính / import a workbook")
  .requiredOption("--unit <id>", "đơn vị / unit")
  .requiredOption("--type <code>", "loại sổ / book type: KS, KH, KT, CMC, HN")
  .option(
    "--all-or-nothing",
    "có một dòng lỗi thì không ghi gì / nothing at all when one row is refused",
    false,
  )
  .option("--open-batches", "mở lô cho sổ chưa có lô / open a batch for books without one", false)
  .option("--preview", "chỉ xem trước / preview only", false)
  .option(
    "--second-sheet-seen",
    "nhận cả trang “So goc” của tệp do hệ thống xuất / take over the sheet “So goc” of an exported file",
    false,
  )
  .option(
    "--confirm <digest>",
    "đã xem bản xem trước có dấu này / this preview was looked at: the digest that a run without it prints",
  )
  .option("--errors <file>", "ghi các dòng lỗi ra tệp / write refused rows to a workbook")
  .action(async (file: string, options) => {
    const { unit, type, allOrNothing, openBatches, preview: previewOnly, errors } = options;
    await (await load.api()).importWorkbook(await signIn(options), {
      file,
      unit,
      type,
      allOrNothing,
      openBatches,
      previewOnly,
      restoredRowsSeen: options.secondSheetSeen,
      errors,
      confirmed: options.confirm,
      ask: process.stdin.isTTY ? ask : undefined,
    });
  });

withServer(program.command("export <bookId>"))
  .description("xuất một sổ / export a book: workbook, zip, manifest")
  .option("--out <folder>", "thư mục / folder", ".")
  .option("--export <id>", "bản xuất đã được duyệt / an export that a second person has let go")
  .action(async (bookId: string, options) =>
    (await load.api()).exportBook(await signIn(options), bookId, {
      folder: options.out,
      exportId: options.export,
    }),
  );

program
  .command("verify")
  .description("kiểm tra chuỗi băm / check every hash chain")
  .option(
    "--data <folder>",
    "thư mục dữ liệu hoặc `distributed` / data folder, or `distributed` (SOGOC_DATA)",
  )
  .option(
    "--at-least <position:hash>",
    "dấu đã giữ từ lần trước / a mark kept from an earlier run: nothing up to it may be gone or changed",
  )
  .option("--proof <file>", "kiểm tra một tệp bằng chứng / check a proof file instead")
  .option("--package <folder>", "kiểm tra một gói bàn giao / check a package that was handed over instead")
  .option("--key <thumbprint>", "khóa ký phải đúng / the key that must have signed the package")
  .action(async ({ data, atLeast, proof, package: folder, key }) => {
    if (folder !== undefined) return (await load.packages()).verifyPackage(folder, key);
    return proof === undefined
      ? (await load.log()).verifyFolder(dataFolder(data), atLeast)
      : (await load.stores()).verifyProof(proof);
  });

program
  .command("rebuild [readModel]")
  .description("dựng lại số liệu từ sổ sự kiện / rebuild read models from the log (server stopped)")
  .option("--data <folder>", "thư mục dữ liệu / data folder (SOGOC_DATA)")
  .option(
    "--accept-older",
    "sổ sự kiện ngắn hơn trước, chấp nhận mất phần cuối / the log is shorter than it was, and its end may be lost",
    false,
  )
  .option(
    "--accept-lost-files",
    "thư mục blobs mất và không còn bản sao, chấp nhận mất mọi tệp / the folder blobs is lost and no copy is left: all files may be lost",
    false,
  )
  .action(async (readModel: string | undefined, { data, acceptOlder, acceptLostFiles }) =>
    (await load.stores()).rebuildFolder(dataFolder(data), readModel, { acceptOlder, acceptLostFiles }),
  );

const backups = program
  .command("backup")
  .argument("[to]", "nơi để bản sao lưu / place of the backups (SOGOC_BACKUP_TO)")
  .description("sao lưu, cả khi đang chạy / back up, also while running")
  .option("--data <folder>", "thư mục dữ liệu / data folder (SOGOC_DATA)")
  .option(
    "--recipient <age1…>",
    "mã hóa bằng khóa công khai này / encrypt to this public key (SOGOC_BACKUP_RECIPIENT)",
  )
  .option(
    "--plain",
    "không mã hóa, dù hệ thống có khóa sao lưu / not encrypted, although the installation has a key",
    false,
  )
  .option("--quick", "chỉ đọc lại một phần bản sao cũ / read only a share of the older copies again", false)
  .option("--keep <number>", "giữ bao nhiêu bản / how many are kept")
  .option("--accept-older", "sau khi khôi phục từ bản cũ / after a restore of an older backup", false)
  .action(async (to: string | undefined, { data, recipient, plain, quick, keep, acceptOlder }) => {
    const place = to ?? process.env["SOGOC_BACKUP_TO" satisfies CommandSetting] ?? "";
    if (place === "")
      throw new CommandFailed(
        [
          "Chưa nói sao lưu vào đâu. / No place of the backups is named.",
          "  npm run sogoc -- backup <nơi để bản sao lưu / place> [--data <thư mục dữ liệu / data folder>]",
          "  hoặc đặt / or set SOGOC_BACKUP_TO",
          "Xem các bản đang có / list what is there:  npm run sogoc -- backup list <nơi/place>",
          "Diễn tập khôi phục / practise a restore:   npm run sogoc -- backup drill <nơi/place>",
          "Mọi lựa chọn / all options:                npm run sogoc -- backup --help",
        ].join("\n"),
        exitCodes.usage,
      );
    await (await load.backups()).backupFolder({
      from: dataFolder(data),
      to: place,
      recipient,
      plain,
      acceptOlder,
      check: quick ? "share" : "all",
      keep: keep === undefined ? undefined : wholeNumber(keep, "--keep"),
    });
  });

backups
  .command("list <place>")
  .description("các bản sao lưu ở một nơi / the backups of a place")
  .action(async (place: string) => (await load.backups()).listBackups(backupPlace(place)));

backups
  .command("new-key")
  .description(
    "khóa sao lưu mới khi khóa cũ mất hoặc bị lộ, cho nơi sao lưu mới / a new key where the old one is lost or was seen, for a new place",
  )
  .option("--data <folder>", "thư mục dữ liệu / data folder (SOGOC_DATA)")
  // The option is `backup`'s too, which takes it first.
  .action(async ({ data }) =>
    (await load.backups()).newBackupKey(namedDataFolder(data ?? backups.opts().data)),
  );

const fromBackup = (command: Command): Command =>
  command
    .option("--set <name>", "bản nào, mặc định mới nhất / which one, else the newest")
    .option("--key-file <file>", "tệp khóa / file with the key (SOGOC_BACKUP_KEY)")
    .option(
      "--with-losses",
      "khôi phục cả khi thiếu hoặc hỏng tệp, kê từng tệp / also where files are missing or damaged; names each",
      false,
    );

fromBackup(backups.command("drill <place>"))
  .description("diễn tập khôi phục, không động đến gì / a restore for practice that touches nothing")
  .option("--in <folder>", "thư mục tạm / temporary place")
  .action(async (from: string, { set, keyFile, withLosses, in: inside }) =>
    (await load.drill()).drillBackup({ from: backupPlace(from), set, keyFile, withLosses, inside }),
  );

fromBackup(program.command("restore <from>"))
  .description("khôi phục thành một thư mục mới / restore to a new folder; whole, or nothing")
  .option("--data <folder>", "thư mục dữ liệu / data folder (SOGOC_DATA)")
  .option("--set-aside", "để dữ liệu đang có sang bên / put what is there aside", false)
  .action(async (from: string, { data, set, keyFile, withLosses, setAside }) => {
    const to = restoreTarget(data);
    await (await load.backups()).restoreFolder({ from, to, set, keyFile, withLosses, setAside });
  });

const parked = program
  .command("parked")
  .description("sự kiện mà một phần của hệ thống không xử lý được / events that a part could not handle");

withServer(parked.command("list"))
  .description("liệt kê theo dịch vụ / list them by service")
  .action(async (options) => (await load.parkedEvents()).listParked(await signIn(options)));

withServer(parked.command("show <part> <position>"))
  .description("một sự kiện / one of them")
  .action(async (part: string, position: string, options) =>
    (await load.parkedEvents()).showParked(await signIn(options), part, position),
  );

withServer(parked.command("replay [part]"))
  .description("sau khi sửa lỗi: xử lý lại, cũ trước / after the fix: hand them over again, oldest first")
  .action(async (part: string | undefined, options) =>
    (await load.parkedEvents()).replayParked(await signIn(options), part),
  );

program
  .command("migrate")
  .description(
    "chuyển sang cụm máy chủ hoặc ngược lại, ngừng lúc nào cũng chạy tiếp được / move to the servers or back; may be stopped and run again",
  )
  .requiredOption(
    "--from <side>",
    "nơi đi: thư mục dữ liệu hoặc `distributed` / source: a data folder, or `distributed`",
  )
  .requiredOption("--to <side>", "nơi đến / target")
  .option("--no-read-models", "để dịch vụ tự dựng lại số liệu / leave the read models to the services")
  .action(async ({ from, to, readModels }) =>
    (await load.migration()).migrateInstallation({ from, to, readModels }),
  );

const engines = program
  .command("engines")
  .description("EventStoreDB, Kafka và MongoDB của các dịch vụ / the services' three engines");

engines
  .command("prepare")
  .description(
    "lập tài khoản của các dịch vụ ở EventStoreDB: ghi và đọc được, không xóa được gì (SOGOC_EVENTSTORE_ADMIN_URL) / make the services' account at EventStoreDB, which appends and reads and can delete nothing",
  )
  .action(async () => (await load.engines()).prepareEngines());

engines
  .command("check")
  .description("đối chiếu sổ sự kiện với Kafka, từng sự kiện / compare the log with Kafka, event by event")
  .option(
    "--repair",
    "dựng lại mọi số liệu từ sổ sự kiện (ngừng các dịch vụ trước) / build all read models anew from the log (services stopped)",
    false,
  )
  .action(async ({ repair }) => (await load.engines()).checkEngines({ repair }));

const admin = program.command("admin").description("quản trị viên hệ thống / the system administrator");

admin
  .command("reset [name]")
  .description(
    "khi không ai đăng nhập quản trị được nữa: cấp lại quyền và mật khẩu tạm (ngừng máy chủ trước) / when no administrator can sign in any more: the role and a temporary password again (server stopped)",
  )
  .option(
    "--data <folder>",
    "thư mục dữ liệu hoặc `distributed` / data folder, or `distributed` (SOGOC_DATA)",
  )
  .option(
    "--accept-lost-secrets",
    "secrets.sqlite mất và không còn bản sao: mọi mật khẩu, phiên, khóa ký làm lại từ đầu / secrets.sqlite is lost and no copy is left: all passwords, sessions and keys begin anew",
    false,
  )
  .action(async (name: string | undefined, { data, acceptLostSecrets }) =>
    (await load.admin()).resetAdmin(name ?? "admin", namedDataFolder(data), { acceptLostSecrets }),
  );

admin
  .command("end-auditor <name>")
  .description(
    "thu hồi vai trò kiểm toán mà trong phần mềm không ai được động tới (ngừng máy chủ trước) / end an auditor's roles, which nobody in the application may touch (server stopped)",
  )
  .requiredOption("--reason <text>", "lý do, ghi vào nhật ký / why, kept in the log")
  .option(
    "--data <folder>",
    "thư mục dữ liệu hoặc `distributed` / data folder, or `distributed` (SOGOC_DATA)",
  )
  .action(async (name: string, { data, reason }) =>
    (await load.admin()).endAuditorRoles(name, namedDataFolder(data), reason),
  );

program
  .command("authority")
  .description("chứng thư gốc của cơ quan (SOGOC_HTTPS=own) / the office's own authority")
  .command("new [names...]")
  .description(
    "làm chứng thư gốc mới cho các tên và địa chỉ này, rồi mọi máy phải tin lại (ngừng máy chủ trước) / a new one for these names and addresses; every device has to trust anew (server stopped)",
  )
  .option("--data <folder>", "thư mục dữ liệu / data folder")
  .action(async (names: readonly string[], { data }) =>
    (await load.authority()).newAuthority(namedDataFolder(data), names),
  );

program
  .command("clock")
  .description("đồng hồ máy chủ / the server's clock")
  .command("accept")
  .description(
    "đồng hồ bây giờ đúng, trước đó chạy trước giờ: máy chủ không chờ đến ngày giờ đã ghi nữa (ngừng máy chủ trước) / it is right now and was ahead before: the server no longer waits for the dates that were written (server stopped)",
  )
  .option("--data <folder>", "thư mục dữ liệu / data folder (SOGOC_DATA)")
  .action(async ({ data }) => (await load.clocks()).acceptServerClock(namedDataFolder(data)));

program
  .command("keys")
  .description("khóa ký phiên đăng nhập / the keys that sign sign-ins")
  .command("renew")
  .description(
    "khi nghi có người chép được khóa: thay ngay, khóa cũ hết giá trị (ngừng máy chủ trước) / when somebody may have copied them: new ones at once, the old ones are of no use (server stopped)",
  )
  .option(
    "--data <folder>",
    "thư mục dữ liệu hoặc `distributed` / data folder, or `distributed` (SOGOC_DATA)",
  )
  .action(async ({ data }) => (await load.keys()).renewKeys(namedDataFolder(data)));

program
  .command("simulate")
  .description(
    "còn sai bao nhiêu sau mỗi cách nhập / what stays wrong after each way of keying (a simulation)",
  )
  .option("--write <file>", "ghi ra tệp / write it to a file")
  .action(async ({ write }) => (await load.simulation()).printSimulation(write));

program
  .command("demo <folder>")
  .description(
    "ghi tệp mẫu để thử: bảng tính và zip / write sample files to try: a workbook and a zip of scans",
  )
  .option("--seed <number>", "hạt giống / seed", "158")
  .option("--cases <number>", "số trường hợp / cases", "12")
  .action(async (folder: string, { seed, cases }) => {
    const { writeSampleFiles } = await load.samples();
    console.log(JSON.stringify(await writeSampleFiles(folder, { seed: Number(seed), cases: Number(cases) })));
  });
